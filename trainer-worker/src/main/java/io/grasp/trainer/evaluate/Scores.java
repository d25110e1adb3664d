package io.grasp.trainer.evaluate;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How well a task was done on some rows. All but {@code abstained} are of what the model would decide if it never
 * abstained.
 *
 * @param accuracy share of rows with exactly the right label or labels
 * @param macroF1 mean F1 of the labels that truly occur, as scikit-learn's {@code f1_score(average="macro",
 *     labels=<those that occur>)}. Where none occurs: 1 if none was decided, else 0
 * @param quadraticWeightedKappa for an ordinal task Cohen's kappa with weights (i−j)² (Cohen 1968), over rows whose
 *     label is on the scale; empty where chance alone would agree fully
 * @param labels one a label of the task, then the labels that it does not know
 * @param confusion true label → decided label → rows; empty for a multi-label task
 * @param unknownLabels labels that people gave and the task does not know, with their rows: each is a wrong answer
 * @param abstained share of rows on which the model would rather say nothing
 */
public record Scores(
        long rows,
        double accuracy,
        double macroF1,
        OptionalDouble quadraticWeightedKappa,
        List<LabelMetrics> labels,
        Map<String, Map<String, Long>> confusion,
        Map<String, Long> unknownLabels,
        double abstained) {
    public Scores {
        labels = List.copyOf(labels);
        confusion = Collections.unmodifiableMap(confusion);
        unknownLabels = Collections.unmodifiableMap(unknownLabels);
    }

    /**
     * Scores a task.
     *
     * @param outcomes at least one
     */
    public static Scores of(Task task, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("Task %s has no rows to be scored on".formatted(task.name()));
        }
        Set<String> named = new LinkedHashSet<>(task.labels());
        Set<String> unknown = new TreeSet<>();
        outcomes.forEach(outcome -> unknown.addAll(outcome.truth()));
        unknown.removeAll(named);
        named.addAll(unknown);
        List<LabelMetrics> labels =
                named.stream().map(label -> LabelMetrics.of(label, outcomes)).toList();
        Map<String, Long> unknownLabels = new TreeMap<>();
        labels.stream()
                .filter(label -> unknown.contains(label.label()))
                .forEach(label -> unknownLabels.put(label.label(), label.support()));
        return new Scores(
                outcomes.size(),
                share(outcomes.stream().filter(Outcome::isRight).count(), outcomes),
                macroF1(labels, outcomes),
                task.kind() == TaskKind.ORDINAL ? kappa(task, outcomes) : OptionalDouble.empty(),
                labels,
                task.kind() == TaskKind.MULTI_LABEL ? Map.of() : confusion(outcomes),
                unknownLabels,
                share(outcomes.stream().filter(Outcome::abstained).count(), outcomes));
    }

    private static double share(long part, List<Outcome> outcomes) {
        return (double) part / outcomes.size();
    }

    private static double macroF1(List<LabelMetrics> labels, List<Outcome> outcomes) {
        boolean nothingDecided =
                outcomes.stream().allMatch(outcome -> outcome.decided().isEmpty());
        return labels.stream()
                .filter(label -> label.support() > 0)
                .mapToDouble(LabelMetrics::f1)
                .average()
                .orElse(nothingDecided ? 1 : 0);
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
        map.put("accuracy", accuracy);
        map.put("macro_f1", macroF1);
        quadraticWeightedKappa.ifPresent(kappa -> map.put("quadratic_weighted_kappa", kappa));
        map.put("abstained", abstained);
        Map<String, Object> perLabel = new LinkedHashMap<>();
        for (LabelMetrics label : labels) {
            perLabel.put(
                    label.label(),
                    Map.of(
                            "precision", label.precision(),
                            "recall", label.recall(),
                            "f1", label.f1(),
                            "support", label.support()));
        }
        map.put("labels", perLabel);
        if (!confusion.isEmpty()) {
            map.put("confusion", confusion);
        }
        if (!unknownLabels.isEmpty()) {
            map.put("unknown_labels", unknownLabels);
        }
        return map;
    }
}
