package io.grasp.quickstart.fairness;

/**
 * How a group's share differs from that of all other groups that are shown.
 *
 * @param value the group's share minus that of the rest
 * @param interval of the value, 95 %
 * @param pValue how often chance alone makes one as large
 * @param correctedPValue the same, corrected for how many comparisons the report makes
 */
record Difference(double value, DifferenceInterval interval, double pValue, double correctedPValue) {
    private static final double SIGNIFICANCE = 0.05;

    boolean mayBeLuck() {
        return correctedPValue >= SIGNIFICANCE;
    }

    /** The same, seen from the rest. */
    Difference mirrored() {
        return new Difference(
                -value, new DifferenceInterval(-interval.high(), -interval.low()), pValue, correctedPValue);
    }

    Difference corrected(double corrected) {
        return new Difference(value, interval, pValue, corrected);
    }
}
