package io.grasp.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import java.util.Optional;

/**
 * How far one task's logits are from what people say: cross-entropy where labels exclude one another, else one binary
 * cross-entropy a label. Rows that are not labelled for the task do not count.
 */
final class TaskLoss {
    private final Task task;
    private final LossWeights weights;
    private final double smoothing;

    /**
     * A task's loss.
     *
     * @param smoothing how much of a label's certainty is spread over all of them (Szegedy et al. 2016)
     */
    TaskLoss(Task task, LossWeights weights, double smoothing) {
        this.task = task;
        this.weights = weights;
        this.smoothing = smoothing;
    }

    /**
     * Returns the mean loss of a batch's labelled rows, a scalar on the manager of {@code logits}; empty if there are
     * none.
     *
     * @param logits [rows, labels]
     */
    Optional<NDArray> of(NDArray logits, List<LabeledRow> rows) {
        List<LabeledRow> labelled =
                rows.stream().filter(row -> row.isLabeledFor(task.name())).toList();
        if (labelled.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(task.kind() == TaskKind.MULTI_LABEL ? binary(logits, rows) : exclusive(logits, rows));
    }

    private NDArray exclusive(NDArray logits, List<LabeledRow> rows) {
        int labels = task.labels().size();
        float[] shares = new float[rows.size() * labels];
        double total = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (String label : labelsOf(rows.get(row))) {
                int index = task.indexOf(label);
                double weight = weights.of(index);
                total += weight;
                for (int other = 0; other < labels; other++) {
                    double certainty = (other == index ? 1 - smoothing : 0) + smoothing / labels;
                    shares[row * labels + other] = (float) (weight * certainty);
                }
            }
        }
        scale(shares, -1 / total);
        return logits.logSoftmax(-1).mul(constant(logits, shares)).sum();
    }

    private NDArray binary(NDArray logits, List<LabeledRow> rows) {
        int labels = task.labels().size();
        float[] counted = new float[rows.size() * labels];
        float[] held = new float[rows.size() * labels];
        double labelled = 0;
        for (int row = 0; row < rows.size(); row++) {
            if (!rows.get(row).isLabeledFor(task.name())) {
                continue;
            }
            labelled++;
            List<String> truth = labelsOf(rows.get(row));
            for (int label = 0; label < labels; label++) {
                boolean holds = truth.contains(task.labels().get(label));
                double weight = holds ? weights.of(label) : weights.ofAbsence(label);
                double target = (holds ? 1 - smoothing : 0) + smoothing / 2;
                counted[row * labels + label] = (float) weight;
                held[row * labels + label] = (float) (weight * target);
            }
        }
        scale(counted, 1 / labelled);
        scale(held, -1 / labelled);
        NDArray softplus = logits.getNDArrayInternal().softPlus();
        return softplus.mul(constant(logits, counted))
                .add(logits.mul(constant(logits, held)))
                .sum();
    }

    private List<String> labelsOf(LabeledRow row) {
        return row.isLabeledFor(task.name()) ? row.labelsFor(task.name()) : List.of();
    }

    private static NDArray constant(NDArray logits, float[] values) {
        Shape shape = logits.getShape();
        return logits.getManager().create(values, shape);
    }

    private static void scale(float[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
    }
}
