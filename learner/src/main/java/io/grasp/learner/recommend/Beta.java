package io.grasp.learner.recommend;

import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What is believed of a share, as a Beta distribution without a dip: flat or with one peak. Immutable.
 *
 * @param alpha at least 1
 * @param beta at least 1
 */
public record Beta(double alpha, double beta) {
    /** Every share is as probable as any other. */
    public static final Beta FLAT = new Beta(1, 1);

    public Beta {
        if (!(alpha >= 1 && beta >= 1 && alpha + beta < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "alpha and beta must be at least 1 and finite but are %s and %s".formatted(alpha, beta));
        }
    }

    public double mean() {
        return alpha / (alpha + beta);
    }

    /**
     * What the share lies in.
     *
     * @param low it is below with half of the remaining probability
     * @param high it is above with the other half
     */
    public record Interval(double low, double high) {}

    /**
     * The central credible interval.
     *
     * @param probability that the share is in it, above 0 and below 1
     */
    public Interval interval(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException(
                    "The probability of an interval is above 0 and below 1, not " + probability);
        }
        BetaDistribution distribution = BetaDistribution.of(alpha, beta);
        double outside = (1 - probability) / 2;
        return new Interval(
                distribution.inverseCumulativeProbability(outside), distribution.inverseSurvivalProbability(outside));
    }

    /** Draws a share. Takes a number of numbers from the generator that varies. */
    public double sample(RandomGenerator random) {
        double first = gamma(alpha, random);
        return first / (first + gamma(beta, random));
    }

    /**
     * Draws from a gamma distribution of scale 1 (Marsaglia &amp; Tsang, A simple method for generating gamma
     * variables, 2000). {@link StrictMath}, since a replay elsewhere must draw the same.
     *
     * @param shape at least 1
     */
    private static double gamma(double shape, RandomGenerator random) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            double v = root * root * root;
            double u = 1 - random.nextDouble();
            if (v > 0 && StrictMath.log(u) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
                return d * v;
            }
        }
    }
}
