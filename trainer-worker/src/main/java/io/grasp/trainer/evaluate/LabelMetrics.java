package io.grasp.trainer.evaluate;

/**
 * How well one label is found. What would be a division by zero is 0, as in scikit-learn.
 *
 * @param support how many rows truly have the label
 */
public record LabelMetrics(String label, double precision, double recall, double f1, long support) {
    static LabelMetrics of(String label, Iterable<Outcome> outcomes) {
        long right = 0;
        long decided = 0;
        long support = 0;
        for (Outcome outcome : outcomes) {
            boolean isTrue = outcome.truth().contains(label);
            boolean isDecided = outcome.decided().contains(label);
            right += isTrue && isDecided ? 1 : 0;
            decided += isDecided ? 1 : 0;
            support += isTrue ? 1 : 0;
        }
        return new LabelMetrics(
                label, ratio(right, decided), ratio(right, support), ratio(2 * right, decided + support), support);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
