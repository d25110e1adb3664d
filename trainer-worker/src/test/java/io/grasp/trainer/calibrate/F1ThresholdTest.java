package io.grasp.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class F1ThresholdTest {
    private static final int ROWS = 3_000;

    private static double f1(double[] probabilities, boolean[] holds, double threshold, double rarity) {
        double right = 0;
        double others = 0;
        for (int row = 0; row < ROWS; row++) {
            boolean decided = probabilities[row] >= threshold;
            right += decided && holds[row] ? rarity : 0;
            others += (decided && !holds[row] ? 1 : 0) + (!decided && holds[row] ? rarity : 0);
        }
        return 2 * right / (2 * right + others);
    }

    @Test
    void ofCalibratedProbabilitiesHalfTheBestF1IsTheBestThreshold() {
        Random random = new Random(1);
        double[] probabilities = new double[ROWS];
        boolean[] holds = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            probabilities[row] = Math.pow(random.nextDouble(), 4);
            holds[row] = random.nextDouble() < probabilities[row];
        }
        for (double rarity : new double[] {1, 3}) {
            double threshold = F1Threshold.ofScarce(probabilities, holds, rarity);
            double best = 0;
            for (int i = 1; i < 100; i++) {
                best = Math.max(best, f1(probabilities, holds, i / 100.0, rarity));
            }
            assertThat(f1(probabilities, holds, threshold, rarity)).isCloseTo(best, within(0.005));
        }
    }

    @Test
    void aLabelThatIsExpectedToBeMoreFrequentIsDecidedEarlier() {
        double[] probabilities = {0.6, 0.2, 0.1, 0.05, 0.3};
        boolean[] holds = {true, true, false, false, false};

        assertThat(F1Threshold.ofScarce(probabilities, holds, 3))
                .isLessThan(F1Threshold.ofScarce(probabilities, holds, 1));
    }

    @Test
    void whatNoRowHasKeepsTheUsualThreshold() {
        assertThat(F1Threshold.ofScarce(new double[] {0.1, 0.2}, new boolean[2], 2))
                .isEqualTo(F1Threshold.USUAL);
    }
}
