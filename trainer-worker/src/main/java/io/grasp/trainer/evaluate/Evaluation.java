package io.grasp.trainer.evaluate;

import io.grasp.model.TaskPrediction;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.metrics.Outcome;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How well heads do on one set of rows. Immutable.
 *
 * @param tasks one a task for which rows are labelled
 */
public record Evaluation(List<TaskEvaluation> tasks) {
    public Evaluation {
        tasks = List.copyOf(tasks);
    }

    /**
     * Judges heads on rows, with the custom metrics that are found; a row counts for the tasks that it is labelled for.
     *
     * @param vectors the pooled vector of each row, in the rows' order
     */
    public static Evaluation of(List<ClassificationHead> heads, List<LabeledRow> rows, List<float[]> vectors) {
        CustomMetrics custom = CustomMetrics.found();
        List<TaskEvaluation> tasks = new ArrayList<>();
        for (ClassificationHead head : heads) {
            List<Outcome> outcomes = outcomes(head, rows, vectors);
            if (!outcomes.isEmpty()) {
                tasks.add(TaskEvaluation.of(head.task(), outcomes, custom));
            }
        }
        return new Evaluation(tasks);
    }

    /**
     * What people and a head say about the rows that are labelled for its task, in the rows' order.
     *
     * @param vectors the pooled vector of each row, in the rows' order
     */
    public static List<Outcome> outcomes(ClassificationHead head, List<LabeledRow> rows, List<float[]> vectors) {
        ClassificationHead outspoken = outspoken(head);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            LabeledRow row = rows.get(i);
            if (row.isLabeledFor(head.task().name())) {
                LexicalFeatures wording =
                        head.lexical().isPresent() ? LexicalFeatures.of(row.input()) : LexicalFeatures.NONE;
                double[] logits = head.logits(vectors.get(i), wording);
                outcomes.add(outcome(
                        row, outspoken.decide(logits), head.decide(logits).abstained()));
            }
        }
        return outcomes;
    }

    private static Outcome outcome(LabeledRow row, TaskPrediction outspoken, boolean abstained) {
        return new Outcome(
                row.id(),
                row.learningTopic(),
                Set.copyOf(row.labelsFor(outspoken.task().name())),
                Set.copyOf(outspoken.decided()),
                abstained,
                outspoken.scores());
    }

    /** The head, deciding even where it would rather abstain. */
    private static ClassificationHead outspoken(ClassificationHead head) {
        Calibration calibration = head.calibration();
        return head.withCalibration(new Calibration(calibration.temperature(), calibration.thresholds(), 0));
    }

    public Optional<TaskEvaluation> task(String name) {
        return tasks.stream().filter(task -> task.task().name().equals(name)).findFirst();
    }

    /** The mean macro-F1 over the tasks; empty if nothing was evaluated. */
    public OptionalDouble meanMacroF1() {
        return tasks.stream().mapToDouble(task -> task.overall().macroF1()).average();
    }

    /**
     * Every figure by one name: {@code <figure>} is the mean over the tasks that have it, {@code <task>_<figure>} that
     * of a task. Figures are named as in {@link #toMap}, such as {@code macro_f1} and
     * {@code comprehension_f1_weighted}.
     */
    public Map<String, Double> figures() {
        Map<String, List<Double>> ofTasks = new LinkedHashMap<>();
        Map<String, Double> named = new LinkedHashMap<>();
        for (TaskEvaluation task : tasks) {
            task.overall().figures().forEach((name, value) -> {
                ofTasks.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                named.put(task.task().name() + "_" + name, value);
            });
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        ofTasks.forEach((name, values) -> figures.put(
                name, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow()));
        named.forEach(figures::putIfAbsent);
        return figures;
    }

    /** Task → figures, for a JSON file or line. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        tasks.forEach(task -> map.put(task.task().name(), task.toMap()));
        return map;
    }
}
