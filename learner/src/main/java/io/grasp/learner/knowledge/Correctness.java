package io.grasp.learner.knowledge;

import java.util.List;

/**
 * How probable it is that what a student wrote was right, as far as a classifier can tell: 0 and 1 are the evidence of
 * textbook knowledge tracing, what lies between is soft evidence. Its likelihood of a right answer is to that of a
 * wrong one as {@code probability} to {@code 1 - probability} (virtual evidence: Pearl, Probabilistic Reasoning in
 * Intelligent Systems, 1988), so that one half says nothing.
 *
 * @param probability from 0 to 1
 */
public record Correctness(double probability) {
    public static final Correctness RIGHT = new Correctness(1);
    public static final Correctness WRONG = new Correctness(0);

    public Correctness {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, not " + probability);
        }
    }

    /**
     * Of an answer whose level is known: as {@link #ofLevels} with all probability on one.
     *
     * @param level counted from 0, the lowest
     * @param levels how many there are, at least two
     */
    public static Correctness ofLevel(int level, int levels) {
        return new Correctness(rightness(level, levels));
    }

    /**
     * Of an answer whose level is known by probabilities: the highest level is right, the lowest is wrong, and those
     * between are partly right, evenly spaced.
     *
     * @param ofLevels calibrated, lowest level first; at least two, which sum up to more than 0
     */
    public static Correctness ofLevels(List<Double> ofLevels) {
        if (ofLevels.size() < 2) {
            throw new IllegalArgumentException("There must be at least two levels, not " + ofLevels.size());
        }
        double sum = 0;
        double right = 0;
        for (int level = 0; level < ofLevels.size(); level++) {
            double probability = ofLevels.get(level);
            if (!(probability >= 0 && probability < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("A level's probability is at least 0, not " + probability);
            }
            sum += probability;
            right += probability * rightness(level, ofLevels.size());
        }
        if (sum == 0) {
            throw new IllegalArgumentException("The levels' probabilities sum up to 0");
        }
        return new Correctness(Math.min(1, right / sum));
    }

    private static double rightness(int level, int levels) {
        return (double) level / (levels - 1);
    }
}
