package io.grasp.learner.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaTest {
    private static final int DRAWS = 20_000;
    /** Of the Kolmogorov-Smirnov statistic times the root of the number of draws; passed by luck in 1 of 1000. */
    private static final double CRITICAL = 1.95;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "3, 1", "2.5, 7.25", "120, 80.5", "1, 5000"})
    void drawsAreDistributedAsBeta(double alpha, double beta) {
        RandomGenerator random = new Seed(7).of(alpha + "/" + beta).generator();
        Beta belief = new Beta(alpha, beta);
        double[] draws = new double[DRAWS];
        Arrays.setAll(draws, draw -> belief.sample(random));
        Arrays.sort(draws);

        BetaDistribution expected = BetaDistribution.of(alpha, beta);
        double farthest = 0;
        for (int at = 0; at < DRAWS; at++) {
            double share = expected.cumulativeProbability(draws[at]);
            farthest = Math.max(farthest, Math.max(share - at / (double) DRAWS, (at + 1) / (double) DRAWS - share));
        }

        assertThat(farthest * Math.sqrt(DRAWS)).isLessThan(CRITICAL);
    }

    @Test
    void anIntervalOfTheFlatBeliefIsThatShareOfTheMiddle() {
        Beta.Interval interval = Beta.FLAT.interval(0.9);

        assertThat(interval.low()).isCloseTo(0.05, within(1e-9));
        assertThat(interval.high()).isCloseTo(0.95, within(1e-9));
    }

    @Test
    void anIntervalOfABeliefThatCanBeSolvedByHand() {
        // P(share < x) = x^3
        Beta.Interval interval = new Beta(3, 1).interval(0.8);

        assertThat(interval.low()).isCloseTo(Math.cbrt(0.1), within(1e-9));
        assertThat(interval.high()).isCloseTo(Math.cbrt(0.9), within(1e-9));
    }

    @Property(tries = 200)
    void drawsAndIntervalsAreShares(
            @ForAll @DoubleRange(min = 1, max = 1e6) double alpha,
            @ForAll @DoubleRange(min = 1, max = 1e6) double beta,
            @ForAll long seed) {
        Beta belief = new Beta(alpha, beta);
        Beta.Interval interval = belief.interval(0.95);

        assertThat(belief.sample(new Seed(seed).generator())).isBetween(0.0, 1.0);
        assertThat(interval.low()).isBetween(0.0, interval.high());
        assertThat(interval.high()).isLessThanOrEqualTo(1);
    }

    @Test
    void whatIsNoBeliefIsRefused() {
        assertThatThrownBy(() -> new Beta(0.5, 1)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Beta(1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Beta.FLAT.interval(1)).hasMessageContaining("below 1");
    }
}
