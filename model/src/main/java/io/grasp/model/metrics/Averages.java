package io.grasp.model.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Precision, recall and F1 over all labels of a task. Where no label is true, all three are 1 if none was decided, else
 * 0.
 */
public record Averages(double precision, double recall, double f1) {

    /**
     * The mean of the labels that truly occur, as scikit-learn's {@code average="macro", labels=<those that occur>}:
     * one that is decided and never true shows in the recall of another.
     */
    public static Averages macro(List<LabelMetrics> labels) {
        return weighted(labels, label -> label.support() > 0 ? 1 : 0);
    }

    /** Every label counts by its rows, as scikit-learn's {@code average="weighted"}. */
    public static Averages weighted(List<LabelMetrics> labels) {
        return weighted(labels, LabelMetrics::support);
    }

    /** All decisions in one, as scikit-learn's {@code average="micro"}; of tasks of one label, the accuracy. */
    public static Averages micro(List<LabelMetrics> labels) {
        LabelMetrics all = new LabelMetrics(
                "",
                labels.stream().mapToLong(LabelMetrics::right).sum(),
                labels.stream().mapToLong(LabelMetrics::decided).sum(),
                labels.stream().mapToLong(LabelMetrics::support).sum());
        return all.support() == 0 ? ofNothing(labels) : new Averages(all.precision(), all.recall(), all.f1());
    }

    private static Averages weighted(List<LabelMetrics> labels, ToDoubleFunction<LabelMetrics> weight) {
        double sum = labels.stream().mapToDouble(weight).sum();
        return sum == 0
                ? ofNothing(labels)
                : new Averages(
                        mean(labels, weight, LabelMetrics::precision, sum),
                        mean(labels, weight, LabelMetrics::recall, sum),
                        mean(labels, weight, LabelMetrics::f1, sum));
    }

    private static double mean(
            List<LabelMetrics> labels,
            ToDoubleFunction<LabelMetrics> weight,
            ToDoubleFunction<LabelMetrics> figure,
            double sum) {
        return labels.stream()
                        .mapToDouble(label -> weight.applyAsDouble(label) * figure.applyAsDouble(label))
                        .sum()
                / sum;
    }

    private static Averages ofNothing(List<LabelMetrics> labels) {
        double allOrNothing = labels.stream().allMatch(label -> label.decided() == 0) ? 1 : 0;
        return new Averages(allOrNothing, allOrNothing, allOrNothing);
    }
}
