package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.arguments.ClassWeights;
import io.grasp.trainer.arguments.LabelWeights;
import io.grasp.trainer.arguments.PositiveWeights;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the rows of one task should come out as, and how far logits are from it. */
final class Targets {
    private final boolean exclusive;
    private final int labels;
    private final int rows;
    /** [row][label], row by row. */
    private final boolean[] holds;
    /** The weight of each cell of {@link #holds}; without chosen weights they sum up to 1 over all rows of a label. */
    private final double[] weights;

    /**
     * The targets of a task.
     *
     * @param rows each labelled for {@code task} with labels that it has
     */
    Targets(Task task, List<LabeledRow> rows, ClassWeights classWeights, PositiveWeights posWeight) {
        this(task, rows);
        LabelWeights labelWeights = classWeights.of(task.name());
        if (exclusive) {
            weighRows(task, counts(), labelWeights);
        } else {
            weighCells(task, counts(), labelWeights, posWeight);
        }
    }

    private Targets(Task task, List<LabeledRow> rows) {
        this.exclusive = task.kind() != TaskKind.MULTI_LABEL;
        this.labels = task.labels().size();
        this.rows = rows.size();
        this.holds = new boolean[rows.size() * labels];
        this.weights = new double[holds.length];
        for (int row = 0; row < rows.size(); row++) {
            for (String label : rows.get(row).labelsFor(task.name())) {
                holds[row * labels + task.indexOf(label)] = true;
            }
        }
    }

    /**
     * The targets of labels that few rows have: those that have one count as much, all together, as those that do not,
     * and of the latter those on the same learning topics as much as all others. Else a label would be told from other
     * learning topics rather than from what else is said on its own.
     *
     * @param task multi-label
     */
    static Targets ofFewExamples(Task task, List<LabeledRow> rows) {
        Targets targets = new Targets(task, rows);
        for (int label = 0; label < targets.labels; label++) {
            targets.weighFewExamples(label, rows);
        }
        return targets;
    }

    private void weighFewExamples(int label, List<LabeledRow> of) {
        Set<String> learningTopics = IntStream.range(0, rows)
                .filter(row -> holds[row * labels + label])
                .mapToObj(row -> of.get(row).learningTopic())
                .collect(Collectors.toSet());
        Map<Side, Integer> counts = new EnumMap<>(Side.class);
        Side[] sides = new Side[rows];
        for (int row = 0; row < rows; row++) {
            sides[row] = holds[row * labels + label]
                    ? Side.HAS_IT
                    : learningTopics.contains(of.get(row).learningTopic()) ? Side.SAME_LEARNING_TOPIC : Side.OTHER;
            counts.merge(sides[row], 1, Integer::sum);
        }
        for (int row = 0; row < rows; row++) {
            weights[row * labels + label] = sides[row].share / counts.getOrDefault(sides[row], 1);
        }
    }

    /** Where a row stands to a label that few have. */
    private enum Side {
        HAS_IT(0.5),
        SAME_LEARNING_TOPIC(0.25),
        OTHER(0.25);

        /** Of the label's weight, what all rows of this side have together. */
        private final double share;

        Side(double share) {
            this.share = share;
        }
    }

    private double[] counts() {
        double[] counts = new double[labels];
        for (int cell = 0; cell < holds.length; cell++) {
            counts[cell % labels] += holds[cell] ? 1 : 0;
        }
        return counts;
    }

    int labels() {
        return labels;
    }

    private void weighRows(Task task, double[] counts, LabelWeights labelWeights) {
        double occurring =
                (double) Arrays.stream(counts).filter(count -> count > 0).count();
        double total = 0;
        for (int row = 0; row < rows; row++) {
            for (int label = 0; label < labels; label++) {
                if (holds[row * labels + label]) {
                    weights[row * labels] = labelWeights.of(task.labels().get(label), rows, occurring, counts[label]);
                }
            }
            total += weights[row * labels];
        }
        for (int row = 0; row < rows; row++) {
            weights[row * labels] /= total;
        }
    }

    private void weighCells(Task task, double[] counts, LabelWeights labelWeights, PositiveWeights posWeight) {
        for (int label = 0; label < labels; label++) {
            String name = task.labels().get(label);
            double with = labelWeights.of(name, rows, 2, Math.max(1, counts[label]));
            double without = labelWeights.of(name, rows, 2, Math.max(1, rows - counts[label]));
            // Rarity moves weight within a label; a weight that somebody chose makes the whole label count more.
            double total = labelWeights instanceof LabelWeights.Explicit
                    ? rows
                    : counts[label] * with + (rows - counts[label]) * without;
            double positive = posWeight.of(task.name(), name);
            for (int row = 0; row < rows; row++) {
                int cell = row * labels + label;
                weights[cell] = (holds[cell] ? with * positive : without) / total;
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
