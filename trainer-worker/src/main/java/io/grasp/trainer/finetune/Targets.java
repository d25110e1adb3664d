package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.Arrays;
import java.util.List;

/** What the rows of one task should come out as, and how far logits are from it. */
final class Targets {
    private final boolean exclusive;
    private final int labels;
    private final int rows;
    /** [row][label], row by row. */
    private final boolean[] holds;
    /** The weight of each cell of {@link #holds}; they sum up to 1 per row on average, over all rows to 1. */
    private final double[] weights;

    /**
     * The targets of a task.
     *
     * @param rows each labelled for {@code task} with labels that it has
     */
    Targets(Task task, List<LabeledRow> rows, ClassWeights classWeights) {
        this.exclusive = task.kind() != TaskKind.MULTI_LABEL;
        this.labels = task.labels().size();
        this.rows = rows.size();
        this.holds = new boolean[rows.size() * labels];
        this.weights = new double[holds.length];
        double[] counts = new double[labels];
        for (int row = 0; row < rows.size(); row++) {
            for (String label : rows.get(row).labelsFor(task.name())) {
                int index = task.indexOf(label);
                holds[row * labels + index] = true;
                counts[index]++;
            }
        }
        if (exclusive) {
            weighRows(counts, classWeights);
        } else {
            weighCells(counts, classWeights);
        }
    }

    int labels() {
        return labels;
    }

    private void weighRows(double[] counts, ClassWeights classWeights) {
        double occurring =
                (double) Arrays.stream(counts).filter(count -> count > 0).count();
        double total = 0;
        for (int row = 0; row < rows; row++) {
            for (int label = 0; label < labels; label++) {
                if (holds[row * labels + label]) {
                    weights[row * labels] = classWeights.of(rows, occurring, counts[label]);
                }
            }
            total += weights[row * labels];
        }
        for (int row = 0; row < rows; row++) {
            weights[row * labels] /= total;
        }
    }

    private void weighCells(double[] counts, ClassWeights classWeights) {
        for (int label = 0; label < labels; label++) {
            double with = classWeights.of(rows, 2, Math.max(1, counts[label]));
            double without = classWeights.of(rows, 2, Math.max(1, rows - counts[label]));
            double total = counts[label] * with + (rows - counts[label]) * without;
            for (int row = 0; row < rows; row++) {
                int cell = row * labels + label;
                weights[cell] = (holds[cell] ? with : without) / total;
            }
        }
    }

    /**
     * The weighted cross-entropy of {@code logits} plus the bias, which begins at {@code biasAt} in {@code parameters};
     * writes its derivative by each logit to {@code residuals}.
     */
    double loss(float[] logits, double[] parameters, int biasAt, float[] residuals) {
        double loss = 0;
        double[] shifted = new double[labels];
        for (int row = 0; row < rows; row++) {
            for (int label = 0; label < labels; label++) {
                shifted[label] = logits[row * labels + label] + parameters[biasAt + label];
            }
            loss += exclusive ? softmaxLoss(row, shifted, residuals) : sigmoidLoss(row, shifted, residuals);
        }
        return loss;
    }

    private double softmaxLoss(int row, double[] logits, float[] residuals) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - highest);
        }
        double logSum = highest + Math.log(sum);
        double weight = weights[row * labels];
        double loss = 0;
        for (int label = 0; label < labels; label++) {
            int cell = row * labels + label;
            double probability = Math.exp(logits[label] - logSum);
            residuals[cell] = (float) (weight * (probability - (holds[cell] ? 1 : 0)));
            loss += holds[cell] ? weight * (logSum - logits[label]) : 0;
        }
        return loss;
    }

    private double sigmoidLoss(int row, double[] logits, float[] residuals) {
        double loss = 0;
        for (int label = 0; label < labels; label++) {
            int cell = row * labels + label;
            double logit = logits[label];
            double probability = 1 / (1 + Math.exp(-logit));
            residuals[cell] = (float) (weights[cell] * (probability - (holds[cell] ? 1 : 0)));
            // log(1 + exp(∓logit)) without overflow
            double wrong = holds[cell] ? -logit : logit;
            loss += weights[cell] * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
        }
        return loss;
    }
}
