package io.grasp.trainer.evaluate;

import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.HashSet;
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
     * Judges heads on rows; a row counts for the tasks that it is labelled for.
     *
     * @param vectors the pooled vector of each row, in the rows' order
     */
    public static Evaluation of(List<ClassificationHead> heads, List<LabeledRow> rows, List<float[]> vectors) {
        List<TaskEvaluation> tasks = new ArrayList<>();
        for (ClassificationHead head : heads) {
            String task = head.task().name();
            ClassificationHead outspoken = outspoken(head);
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                LabeledRow row = rows.get(i);
                if (row.isLabeledFor(task)) {
                    outcomes.add(outcome(head, outspoken, row, vectors.get(i)));
                }
            }
            if (!outcomes.isEmpty()) {
                tasks.add(TaskEvaluation.of(head.task(), outcomes));
            }
        }
        return new Evaluation(tasks);
    }

    private static Outcome outcome(
            ClassificationHead head, ClassificationHead outspoken, LabeledRow row, float[] vector) {
        double[] logits = head.logits(vector, LexicalFeatures.of(row.input()));
        Set<String> truth = new HashSet<>(row.labelsFor(head.task().name()));
        Set<String> decided = new HashSet<>(outspoken.decide(logits).decided());
        return new Outcome(
                row.learningTopic(), truth, decided, head.decide(logits).abstained());
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

    /** Task → figures, for a JSON file or line. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        tasks.forEach(task -> map.put(task.task().name(), task.toMap()));
        return map;
    }
}
