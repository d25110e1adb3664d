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

    private static double f1(double threshold, List<Double> ofPositives, List<Double> all) {
        long right = ofPositives.stream().filter(p -> p >= threshold).count();
        long decided = all.stream().filter(p -> p >= threshold).count();
        return 2.0 * right / (decided + ofPositives.size());
    }
}
