package io.grasp.trainer.calibrate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
        List<Double> ofPositives = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (int row = 0; row < probabilities.length; row++) {
            all.add(probabilities[row]);
            if (holds[row]) {
                ofPositives.add(probabilities[row]);
            }
        }
        if (ofPositives.size() < MIN_POSITIVES) {
            return USUAL;
        }
        Collections.sort(all);
        double best = USUAL;
        double bestF1 = f1(best, ofPositives, all);
        for (int i = 1; i < all.size(); i++) {
            double candidate = (all.get(i - 1) + all.get(i)) / 2;
            double f1 = f1(candidate, ofPositives, all);
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
        double bestF1 = 0;
        for (double threshold : probabilities) {
            double right = 0;
            double wrong = 0;
            double missed = 0;
            for (int row = 0; row < probabilities.length; row++) {
                boolean decided = probabilities[row] >= threshold;
                right += decided && holds[row] ? rarity : 0;
                wrong += decided && !holds[row] ? 1 : 0;
                missed += !decided && holds[row] ? rarity : 0;
            }
            bestF1 = Math.max(bestF1, 2 * right / (2 * right + wrong + missed));
        }
        double there = bestF1 / 2;
        return bestF1 == 0 ? USUAL : there / (there + rarity * (1 - there));
    }

    private static double f1(double threshold, List<Double> ofPositives, List<Double> all) {
        long right = ofPositives.stream().filter(p -> p >= threshold).count();
        long decided = all.stream().filter(p -> p >= threshold).count();
        return 2.0 * right / (decided + ofPositives.size());
    }
}
