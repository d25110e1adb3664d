package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Heads that go on from those of a model before them: a label that it knew keeps its row, and a new one gets a row of
 * its own, which points from the mean of all vectors to the mean of those that have the label and is as long as the
 * known rows are (Qi et al. 2018, weight imprinting).
 */
final class GrownHeads {
    private static final double LEAST_SHARE = 1e-3;

    private final List<LabeledRow> rows;
    private final List<float[]> vectors;

    /**
     * Heads for what these rows teach.
     *
     * @param vectors the pooled vector of each row, in the rows' order
     */
    GrownHeads(List<LabeledRow> rows, List<float[]> vectors) {
        this.rows = rows;
        this.vectors = vectors;
    }

    /** The head of a task that goes on from {@code before}, which may know other labels; without a lexical part. */
    ClassificationHead grown(ClassificationHead before, Task task) {
        List<String> known = before.task().labels();
        float[][] weightBefore = before.weight();
        float[] biasBefore = before.bias();
        double length = Arrays.stream(weightBefore)
                .mapToDouble(GrownHeads::norm)
                .average()
                .orElseThrow();
        Labeled labeled = labeled(task);
        double[] mean = mean(labeled.vectors());
        double usualLogit = mean.length == 0 ? 0 : meanLogit(weightBefore, biasBefore, mean);
        float[][] weight = new float[task.labels().size()][before.hiddenSize()];
        float[] bias = new float[weight.length];
        for (int label = 0; label < weight.length; label++) {
            int place = known.indexOf(task.labels().get(label));
            if (place >= 0) {
                weight[label] = weightBefore[place];
                bias[label] = biasBefore[place];
                continue;
            }
            List<float[]> theirs = labeled.having(task.labels().get(label));
            double share = Math.max(
                    LEAST_SHARE,
                    (double) theirs.size() / Math.max(1, labeled.rows().size()));
            double logit = task.kind() == TaskKind.MULTI_LABEL
                    ? Math.log(share / (1 - Math.min(share, 1 - LEAST_SHARE)))
                    : usualLogit + Math.log(share * weight.length);
            bias[label] = (float) logit;
            if (!theirs.isEmpty()) {
                weight[label] = pointing(mean, mean(theirs), length);
                bias[label] -= (float) dot(weight[label], mean);
            }
        }
        return new ClassificationHead(task, weight, bias, Calibration.none(task));
    }

    private Labeled labeled(Task task) {
        List<LabeledRow> ofTask = new ArrayList<>();
        List<float[]> theirs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isLabeledFor(task.name())) {
                ofTask.add(rows.get(i));
                theirs.add(vectors.get(i));
            }
        }
        return new Labeled(task, ofTask, theirs);
    }

    private record Labeled(Task task, List<LabeledRow> rows, List<float[]> vectors) {
        List<float[]> having(String label) {
            List<float[]> having = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).labelsFor(task.name()).contains(label)) {
                    having.add(vectors.get(i));
                }
            }
            return having;
        }
    }

    private static float[] pointing(double[] from, double[] to, double length) {
        double[] direction = new double[from.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = to[i] - from[i];
        }
        double norm = Math.max(
                1e-12, Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum()));
        float[] scaled = new float[direction.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (direction[i] / norm * length);
        }
        return scaled;
    }

    private static double[] mean(List<float[]> vectors) {
        double[] mean = new double[vectors.isEmpty() ? 0 : vectors.get(0).length];
        for (float[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }

    private static double meanLogit(float[][] weight, float[] bias, double[] vector) {
        double sum = 0;
        for (int label = 0; label < weight.length; label++) {
            sum += bias[label] + dot(weight[label], vector);
        }
        return sum / weight.length;
    }

    private static double dot(float[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static double norm(float[] row) {
        double sum = 0;
        for (float value : row) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
