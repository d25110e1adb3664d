package io.grasp.trainer.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlattScalingTest {
    @Test
    void scoresOfKnownOddsComeOutAsTheseOdds() {
        Random random = new Random(1);
        double[] scores = new double[20_000];
        boolean[] holds = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextGaussian();
            holds[i] = random.nextDouble() < 1 / (1 + Math.exp(-(2 * scores[i] - 1)));
        }

        PlattScaling scaling = PlattScaling.of(scores, holds);

        assertThat(scaling.slope()).isCloseTo(2, within(0.1));
        assertThat(scaling.intercept()).isCloseTo(-1, within(0.1));
    }

    @Test
    void scoresThatPointTheWrongWaySayNothing() {
        PlattScaling scaling = PlattScaling.of(new double[] {-2, -1, 1, 2}, new boolean[] {true, true, false, false});

        assertThat(scaling.slope()).isZero();
        assertThat(scaling.of(-2)).isEqualTo(scaling.of(2)).isEqualTo(0, within(1e-12));
    }

    @Test
    void oneExampleDoesNotMakeALabelCertain() {
        double[] scores = new double[100];
        boolean[] holds = new boolean[100];
        scores[0] = 5;
        holds[0] = true;

        double probability = 1 / (1 + Math.exp(-PlattScaling.of(scores, holds).of(5)));

        assertThat(probability).isBetween(0.3, 0.7);
    }

    @Property
    void itKeepsTheOrderOfScores(@ForAll @IntRange(min = 2, max = 40) int rows, @ForAll long seed) {
        Random random = new Random(seed);
        double[] scores = new double[rows];
        boolean[] holds = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            scores[i] = 10 * random.nextGaussian();
            holds[i] = random.nextInt(5) == 0;
        }

        PlattScaling scaling = PlattScaling.of(scores, holds);

        assertThat(scaling.slope()).isFinite().isNotNegative();
        assertThat(scaling.intercept()).isFinite();
    }
}
