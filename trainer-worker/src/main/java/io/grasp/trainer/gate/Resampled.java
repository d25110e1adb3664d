package io.grasp.trainer.gate;

import java.util.Arrays;

/** What resampling found out about one aspect. Immutable. */
final class Resampled {
    /** Share of the resamples that is left out at each end of the interval. */
    private static final double TAIL = 0.025;

    /** A difference of macro-F1 smaller than this is one of rounding. */
    private static final double ROUNDING = 1e-9;

    private final Aspect aspect;
    private final double champion;
    private final double challenger;
    private final double[] sorted;
    private final double[] amongEquals;
    private final double deviation;

    /**
     * Takes differences; nobody may change them.
     *
     * @param onOtherRows of the resamples that drew rows
     * @param amongEquals of the resamples that exchanged answers, in the order in which they were made
     */
    Resampled(Aspect aspect, double champion, double challenger, double[] onOtherRows, double[] amongEquals) {
        this.aspect = aspect;
        this.champion = champion;
        this.challenger = challenger;
        this.amongEquals = amongEquals;
        sorted = onOtherRows.clone();
        Arrays.sort(sorted);
        // Their mean is 0 but for rounding, since each is as likely as its opposite.
        deviation = Math.sqrt(Arrays.stream(amongEquals)
                .map(difference -> difference * difference)
                .average()
                .orElse(0));
    }

    Aspect aspect() {
        return aspect;
    }

    double champion() {
        return champion;
    }

    double challenger() {
        return challenger;
    }

    double difference() {
        return challenger - champion;
    }

    /** The lower end of the 95 % interval. */
    double lower() {
        return sorted[(int) (TAIL * sorted.length)];
    }

    /** The upper end of the 95 % interval. */
    double upper() {
        return sorted[sorted.length - 1 - (int) (TAIL * sorted.length)];
    }

    /** Whether more than {@code tolerance} is lost on the rows there are. */
    boolean isLossBeyond(double tolerance) {
        return isLossBeyond(tolerance, difference());
    }

    /** In what share of the resamples more than {@code tolerance} is lost. */
    double shareOfLossesBeyond(double tolerance) {
        long beyond = Arrays.stream(sorted)
                .filter(difference -> isLossBeyond(tolerance, difference))
                .count();
        return (double) beyond / sorted.length;
    }

    /** The difference in standard deviations of those among equals. */
    double strikingness() {
        return inDeviations(difference());
    }

    /**
     * What luck made of this aspect in one resample, in standard deviations; 0 if it is no loss beyond
     * {@code tolerance}.
     */
    double luckyLoss(int resample, double tolerance) {
        double lucky = amongEquals[resample];
        return isLossBeyond(tolerance, lucky) ? inDeviations(lucky) : 0;
    }

    private double inDeviations(double difference) {
        return Math.abs(difference) < ROUNDING ? 0 : difference / deviation;
    }

    private static boolean isLossBeyond(double tolerance, double difference) {
        return difference < -tolerance - ROUNDING;
    }
}
