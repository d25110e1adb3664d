package io.grasp.trainer.calibrate;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The confidence from which on what is decided is as often right as wanted.
 *
 * <p>A share that some rows show is luck in part, and more so the fewer they are: of thresholds that barely reach the
 * wanted precision on the rows that they were chosen on, more than half miss it on others. So what counts is not the
 * share itself but the lower end of its one-sided 90 % interval (Wilson 1927), which few rows keep low: about one model
 * in ten then decides less precisely than was wanted.
 */
final class PrecisionThreshold {
    /** Of the standard normal distribution, 90 % lie below it. */
    private static final double QUANTILE = 1.2815515655446004;

    private PrecisionThreshold() {}

    /**
     * Returns the lowest such confidence, halfway to the next one below it, and 0 if all that is decided is precise
     * enough; empty if none is high enough.
     *
     * @param judged what would be decided if nothing were too unsure
     */
    static OptionalDouble lowest(List<Judged> judged, double precision) {
        List<Judged> surestFirst = judged.stream()
                .sorted(Comparator.comparingDouble(Judged::confidence).reversed())
                .toList();
        OptionalDouble lowest = OptionalDouble.empty();
        int right = 0;
        for (int i = 0; i < surestFirst.size(); i++) {
            double confidence = surestFirst.get(i).confidence();
            right += surestFirst.get(i).isRight() ? 1 : 0;
            boolean isLast = i + 1 == surestFirst.size();
            double next = isLast ? 0 : surestFirst.get(i + 1).confidence();
            boolean isTied = !isLast && next == confidence;
            if (!isTied && surelyAtLeast(right, i + 1) >= precision) {
                lowest = OptionalDouble.of(isLast ? 0 : between(next, confidence));
            }
        }
        return lowest;
    }

    /** The lower end of the interval for the share of {@code right} in {@code rows}. */
    private static double surelyAtLeast(int right, int rows) {
        double share = (double) right / rows;
        double square = QUANTILE * QUANTILE;
        double spread = QUANTILE * Math.sqrt(share * (1 - share) / rows + square / (4.0 * rows * rows));
        return (share + square / (2 * rows) - spread) / (1 + square / rows);
    }

    private static double between(double low, double high) {
        double middle = (low + high) / 2;
        return middle > low ? middle : high;
    }

    /** A decision on a row, and whether it is exactly the right one. */
    record Judged(double confidence, boolean isRight) {}
}
