package io.grasp.trainer.evaluate;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.metrics.Averages;
import io.grasp.model.metrics.LabelMetrics;
import io.grasp.model.metrics.Outcome;
import io.grasp.model.metrics.ProbabilityScores;
import io.grasp.model.metrics.ReliabilityBin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How well a task was done on some rows. All but {@code abstained} and {@code accuracyWhenDecided} are of what the
 * model would decide if it never abstained.
 *
 * @param accuracy share of rows with exactly the right label or labels
 * @param macro over the labels that truly occur
 * @param micro over all decisions
 * @param weighted over the labels, by their rows
 * @param quadraticWeightedKappa for an ordinal task Cohen's kappa with weights (i−j)² (Cohen 1968), over rows whose
 *     label is on the scale; empty where chance alone would agree fully
 * @param labels one a label of the task, then the labels that it does not know
 * @param confusion true label → decided label → rows; empty for a multi-label task
 * @param unknownLabels labels that people gave and the task does not know, with their rows: each is a wrong answer
 * @param abstained share of rows on which the model would rather say nothing
 * @param accuracyWhenDecided accuracy on the other rows; empty if there are none
 * @param custom by name, what custom metrics say
 */
public record Scores(
        long rows,
        double accuracy,
        Averages macro,
        Averages micro,
        Averages weighted,
        OptionalDouble quadraticWeightedKappa,
        ProbabilityScores probabilities,
        List<LabelMetrics> labels,
        Map<String, Map<String, Long>> confusion,
        Map<String, Long> unknownLabels,
        double abstained,
        OptionalDouble accuracyWhenDecided,
        Map<String, Double> custom) {
    /** Their names in JSON, in order; they stay. */
    static final Map<String, Function<Scores, OptionalDouble>> FIGURES = figuresByName();

    public Scores {
        labels = List.copyOf(labels);
        confusion = Collections.unmodifiableMap(confusion);
        unknownLabels = Collections.unmodifiableMap(unknownLabels);
        custom = Collections.unmodifiableMap(custom);
    }

    /**
     * Scores a task, without custom metrics.
     *
     * @param outcomes at least one
     */
    public static Scores of(Task task, List<Outcome> outcomes) {
        return of(task, outcomes, CustomMetrics.none());
    }

    static Scores of(Task task, List<Outcome> outcomes, CustomMetrics custom) {
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("Task %s has no rows to be scored on".formatted(task.name()));
        }
        List<LabelMetrics> labels = LabelMetrics.of(task, outcomes);
        Map<String, Long> unknownLabels = new TreeMap<>();
        labels.subList(task.labels().size(), labels.size())
                .forEach(label -> unknownLabels.put(label.label(), label.support()));
        List<Outcome> decided =
                outcomes.stream().filter(outcome -> !outcome.abstained()).toList();
        return new Scores(
                outcomes.size(),
                accuracy(outcomes).orElseThrow(),
                Averages.macro(labels),
                Averages.micro(labels),
                Averages.weighted(labels),
                task.kind() == TaskKind.ORDINAL ? kappa(task, outcomes) : OptionalDouble.empty(),
                ProbabilityScores.of(task, outcomes),
                labels,
                task.kind() == TaskKind.MULTI_LABEL ? Map.of() : confusion(outcomes),
                unknownLabels,
                (double) (outcomes.size() - decided.size()) / outcomes.size(),
                accuracy(decided),
                custom.measure(task, outcomes));
    }

    /**
     * The macro-F1 that {@link #of} gives, without all the rest.
     *
     * @param outcomes if there are none, it is 1
     */
    public static double macroF1(Task task, List<Outcome> outcomes) {
        return Averages.macro(LabelMetrics.of(task, outcomes)).f1();
    }

    /**
     * The mean F1 of the labels that truly occur, as scikit-learn's {@code f1_score(average="macro", labels=<those that
     * occur>)}. Where none occurs: 1 if none was decided, else 0.
     */
    public double macroF1() {
        return macro.f1();
    }

    /** How often the model is right when it is about so sure, the least sure first. */
    public List<ReliabilityBin> reliability() {
        return probabilities.reliability();
    }

    private static OptionalDouble accuracy(List<Outcome> outcomes) {
        return outcomes.stream().mapToInt(outcome -> outcome.isRight() ? 1 : 0).average();
    }

    private static Map<String, Map<String, Long>> confusion(List<Outcome> outcomes) {
        Map<String, Map<String, Long>> confusion = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            for (String truth : outcome.truth()) {
                Map<String, Long> decided = confusion.computeIfAbsent(truth, label -> new TreeMap<>());
                outcome.decided().forEach(label -> decided.merge(label, 1L, Long::sum));
            }
        }
        return confusion;
    }

    private static OptionalDouble kappa(Task task, List<Outcome> outcomes) {
        int size = task.labels().size();
        double[] truths = new double[size];
        double[] decisions = new double[size];
        double disagreement = 0;
        double compared = 0;
        for (Outcome outcome : outcomes) {
            int truth = outcome.truth().stream().mapToInt(task::indexOf).max().orElse(-1);
            int decided =
                    outcome.decided().stream().mapToInt(task::indexOf).max().orElse(-1);
            if (truth >= 0 && decided >= 0) {
                truths[truth]++;
                decisions[decided]++;
                disagreement += (truth - decided) * (truth - decided);
                compared++;
            }
        }
        double byChance = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                byChance += (i - j) * (i - j) * truths[i] * decisions[j] / compared;
            }
        }
        return byChance > 0 ? OptionalDouble.of(1 - disagreement / byChance) : OptionalDouble.empty();
    }

    /** These scores for a JSON file or line. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rows", rows);
        FIGURES.forEach((name, of) -> of.apply(this).ifPresent(value -> map.put(name, value)));
        if (!custom.isEmpty()) {
            map.put("custom", custom);
        }
        Map<String, Object> perLabel = new LinkedHashMap<>();
        labels.forEach(label -> perLabel.put(label.label(), label.toMap()));
        map.put("labels", perLabel);
        if (!confusion.isEmpty()) {
            map.put("confusion", confusion);
        }
        if (!unknownLabels.isEmpty()) {
            map.put("unknown_labels", unknownLabels);
        }
        map.put("reliability", reliability().stream().map(ReliabilityBin::toMap).toList());
        return map;
    }

    /** All that is one number and is there, by name; custom metrics last. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        FIGURES.forEach((name, of) -> of.apply(this).ifPresent(value -> figures.put(name, value)));
        figures.putAll(custom);
        return figures;
    }

    private static Map<String, Function<Scores, OptionalDouble>> figuresByName() {
        Map<String, Function<Scores, OptionalDouble>> figures = new LinkedHashMap<>();
        figures.put("accuracy", scores -> OptionalDouble.of(scores.accuracy));
        figures.put("macro_f1", scores -> OptionalDouble.of(scores.macro.f1()));
        figures.put("precision_macro", scores -> OptionalDouble.of(scores.macro.precision()));
        figures.put("recall_macro", scores -> OptionalDouble.of(scores.macro.recall()));
        figures.put("f1_micro", scores -> OptionalDouble.of(scores.micro.f1()));
        figures.put("precision_micro", scores -> OptionalDouble.of(scores.micro.precision()));
        figures.put("recall_micro", scores -> OptionalDouble.of(scores.micro.recall()));
        figures.put("f1_weighted", scores -> OptionalDouble.of(scores.weighted.f1()));
        figures.put("precision_weighted", scores -> OptionalDouble.of(scores.weighted.precision()));
        figures.put("recall_weighted", scores -> OptionalDouble.of(scores.weighted.recall()));
        figures.put("quadratic_weighted_kappa", Scores::quadraticWeightedKappa);
        figures.put("map_at_3", scores -> scores.probabilities.meanAveragePrecisionAt3());
        figures.put("ece", scores -> OptionalDouble.of(scores.probabilities.expectedCalibrationError()));
        figures.put("brier", scores -> OptionalDouble.of(scores.probabilities.brier()));
        figures.put("log_loss", scores -> OptionalDouble.of(scores.probabilities.logLoss()));
        figures.put("abstained", scores -> OptionalDouble.of(scores.abstained));
        figures.put("accuracy_when_decided", Scores::accuracyWhenDecided);
        return Collections.unmodifiableMap(figures);
    }
}
