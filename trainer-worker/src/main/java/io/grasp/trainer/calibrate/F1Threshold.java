package io.grasp.trainer.calibrate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** From which probability on a label should hold: where its F1 is highest, on rows that did not teach it. */
public final class F1Threshold {
    /** With fewer rows that have the label a threshold would be luck. */
    public static final int MIN_POSITIVES = 5;

    public static final double USUAL = 0.5;

    private F1Threshold() {}

    /**
     * The best threshold, the one nearest to {@link #USUAL} among equals, and that itself where the label is too rare.
     *
     * @param probabilities one a row
     * @param holds whether the row has the label
     */
    public static double of(double[] probabilities, boolean[] holds) {
        Ranked ranked = Ranked.of(probabilities, holds, 1);
        double[] all = ranked.all();
        if (ranked.positives().length < MIN_POSITIVES) {
            return USUAL;
        }
        double best = USUAL;
        double bestF1 = ranked.f1(best);
        for (int i = 1; i < all.length; i++) {
            double candidate = (all[i - 1] + all[i]) / 2;
            double f1 = ranked.f1(candidate);
            boolean isNearer = Math.abs(candidate - USUAL) < Math.abs(best - USUAL);
            if (f1 > bestF1 || (f1 == bestF1 && isNearer)) {
                best = candidate;
                bestF1 = f1;
            }
        }
        return best;
    }

    /**
     * The threshold of a label that is {@code rarity} times as rare among these rows as it is expected to be where it
     * will be looked for: half of the best F1 that it could have there, which is the best threshold of calibrated
     * probabilities (Lipton et al., Optimal thresholding of classifiers to maximize F1 measure, 2014) and depends on
     * few rows less than the rows between which it lies.
     *
     * @param probabilities calibrated on these rows, one a row
     * @param rarity at least 1
     */
    public static double ofScarce(double[] probabilities, boolean[] holds, double rarity) {
        Ranked ranked = Ranked.of(probabilities, holds, rarity);
        if (ranked.positives().length == 0) {
            return USUAL;
        }
        double there = Arrays.stream(ranked.all()).map(ranked::f1).max().orElseThrow() / 2;
        return there / (there + rarity * (1 - there));
    }

    /**
     * The probabilities of all rows and of those that have the label, rising; the latter count {@code rarity} times.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Ranked(double[] all, double[] positives, double rarity) {
        static Ranked of(double[] probabilities, boolean[] holds, double rarity) {
            double[] positives = IntStream.range(0, holds.length)
                    .filter(row -> holds[row])
                    .mapToDouble(row -> probabilities[row])
                    .sorted()
                    .toArray();
            return new Ranked(Arrays.stream(probabilities).sorted().toArray(), positives, rarity);
        }

        double f1(double threshold) {
            double right = from(threshold, positives);
            double wrong = from(threshold, all) - right;
            return 2 * rarity * right / (rarity * right + wrong + rarity * positives.length);
        }

        /** How many are at least so high. */
        private static int from(double threshold, double[] rising) {
            int low = 0;
            int high = rising.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (rising[middle] < threshold) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return rising.length - low;
        }
    }
}
