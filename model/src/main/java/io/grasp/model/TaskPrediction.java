package io.grasp.model;

import java.util.List;

/**
 * What the model says about one input for one task.
 *
 * @param scores one a label, in the task's label order
 * @param decided the labels that hold, in the task's label order; empty if the model abstained, or if none of a
 *     multi-label task holds
 * @param abstained whether the model was too unsure to decide
 */
public record TaskPrediction(Task task, List<LabelScore> scores, List<String> decided, boolean abstained) {
    public TaskPrediction {
        scores = List.copyOf(scores);
        decided = List.copyOf(decided);
        if (!scores.stream().map(LabelScore::label).toList().equals(task.labels())) {
            throw new IllegalArgumentException(
                    "Task %s needs one score a label, in the order %s".formatted(task.name(), task.labels()));
        }
        if (!task.labels().containsAll(decided)) {
            throw new IllegalArgumentException(
                    "Task %s cannot decide %s: its labels are %s".formatted(task.name(), decided, task.labels()));
        }
        if (abstained && !decided.isEmpty()) {
            throw new IllegalArgumentException("Task %s abstained and yet decided".formatted(task.name()));
        }
    }

    /**
     * How sure the model is of what it says. For one label: the highest probability. For many: the highest probability
     * if something was decided, else that of the opposite of the likeliest label.
     */
    public double confidence() {
        double highest =
                scores.stream().mapToDouble(LabelScore::probability).max().orElse(0);
        boolean saysNothingHolds = task.kind() == TaskKind.MULTI_LABEL && decided.isEmpty();
        return saysNothingHolds ? 1 - highest : highest;
    }

    /**
     * How certain the model is of all of it: as {@link #confidence} for one label; for many, how certain it is of that
     * label, decided or not, of which it is least certain.
     */
    public double certainty() {
        return task.kind() == TaskKind.MULTI_LABEL
                ? scores.stream()
                        .mapToDouble(score -> Math.max(score.probability(), 1 - score.probability()))
                        .min()
                        .orElse(0)
                : confidence();
    }
}
