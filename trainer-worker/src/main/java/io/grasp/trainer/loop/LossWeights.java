package io.grasp.trainer.loop;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.arguments.LabelWeights;
import io.grasp.trainer.arguments.PositiveWeights;
import io.grasp.trainer.arguments.Regularization;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.Arrays;
import java.util.List;

/** How much each label of a task counts in the loss, from how often training rows have it; 1 on average over rows. */
final class LossWeights {
    private final double[] present;
    private final double[] absent;

    private LossWeights(double[] present, double[] absent) {
        this.present = present;
        this.absent = absent;
    }

    static LossWeights of(Task task, List<LabeledRow> training, Regularization regularization) {
        int labels = task.labels().size();
        double[] counts = new double[labels];
        double rows = 0;
        for (LabeledRow row : training) {
            if (row.isLabeledFor(task.name())) {
                rows++;
                row.labelsFor(task.name()).forEach(label -> counts[task.indexOf(label)]++);
            }
        }
        LabelWeights weights = regularization.classWeights().of(task.name());
        return task.kind() == TaskKind.MULTI_LABEL
                ? ofEach(task, counts, rows, weights, regularization.posWeight())
                : ofOneOfSeveral(task, counts, rows, weights);
    }

    private static LossWeights ofOneOfSeveral(Task task, double[] counts, double rows, LabelWeights labelWeights) {
        double occurring = Arrays.stream(counts).filter(count -> count > 0).count();
        double[] weights = new double[counts.length];
        double total = 0;
        for (int label = 0; label < counts.length; label++) {
            weights[label] =
                    counts[label] == 0 ? 1 : labelWeights.of(task.labels().get(label), rows, occurring, counts[label]);
            total += counts[label] * weights[label];
        }
        double mean = rows == 0 ? 1 : total / rows;
        return new LossWeights(
                Arrays.stream(weights).map(weight -> weight / mean).toArray(), new double[0]);
    }

    private static LossWeights ofEach(
            Task task, double[] counts, double rows, LabelWeights weights, PositiveWeights positiveWeights) {
        double[] present = new double[counts.length];
        double[] absent = new double[counts.length];
        for (int index = 0; index < counts.length; index++) {
            String label = task.labels().get(index);
            double with = weights.of(label, rows, 2, Math.max(1, counts[index]));
            double without = weights.of(label, rows, 2, Math.max(1, rows - counts[index]));
            double mean = weights instanceof LabelWeights.Explicit || rows == 0
                    ? 1
                    : (counts[index] * with + (rows - counts[index]) * without) / rows;
            present[index] = with / mean * positiveWeights.of(task.name(), label);
            absent[index] = without / mean;
        }
        return new LossWeights(present, absent);
    }

    double of(int label) {
        return present[label];
    }

    /** The weight of a row that does not have the label, in a task of several labels. */
    double ofAbsence(int label) {
        return absent[label];
    }
}
