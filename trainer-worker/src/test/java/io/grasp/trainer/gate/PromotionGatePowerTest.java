package io.grasp.trainer.gate;

import static io.grasp.trainer.gate.ASimulatedMatch.aSimulatedMatch;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How often the gate errs, either way; the numbers are in its Javadoc. */
class PromotionGatePowerTest {
    /** Fewer than the gate takes by default: enough to tell a share of 3 % from one of 1 %. */
    private static final int RESAMPLES = 120;

    /** What a share of one in ten may look like on so many matches, in all but one case of forty. */
    private static double oneInTen(int matches) {
        return 0.1 + 1.96 * Math.sqrt(0.1 * 0.9 / matches);
    }

    private static double shareHeld(ASimulatedMatch match, int matches) {
        long held = LongStream.range(0, matches)
                .filter(seed -> new PromotionGate(GateRules.defaults(), ~seed, RESAMPLES).judge(match.from(seed))
                        instanceof Decision.Hold)
                .count();
        return (double) held / matches;
    }

    @Test
    void anEquallyGoodChallengerIsHeldInAtMostOneCaseInTen() {
        assertThat(shareHeld(aSimulatedMatch(), 400)).isLessThanOrEqualTo(oneInTen(400));
    }

    @Test
    void manySmallLearningTopicsGiveLuckNoMoreChances() {
        assertThat(shareHeld(aSimulatedMatch().on(25, 20).sharing(0), 300)).isLessThanOrEqualTo(oneInTen(300));
    }

    @Test
    void aForgottenLearningTopicIsFoundAlmostAlways() {
        assertThat(shareHeld(aSimulatedMatch().losingOnOneLearningTopic(0.25), 100))
                .isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void aForgottenLearningTopicIsFoundMostlyEvenIfThereIsOneTask() {
        assertThat(shareHeld(aSimulatedMatch().ofTasks(1).sharing(0.8).losingOnOneLearningTopic(0.25), 100))
                .isGreaterThanOrEqualTo(0.85);
    }

    @Test
    void learningTopicsWithAFewRowsEachAreNotForgottenUnseen() {
        assertThat(shareHeld(aSimulatedMatch().on(20, 10).losing(0.25), 50)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void aChallengerThatIsClearlyWorseIsHeldAlmostAlways() {
        assertThat(shareHeld(aSimulatedMatch().losing(0.08), 100)).isGreaterThanOrEqualTo(0.98);
        assertThat(shareHeld(aSimulatedMatch().ofTasks(1).losing(0.08), 100)).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void aTaskThatFellIsFoundAlmostAlways() {
        assertThat(shareHeld(aSimulatedMatch().losingOnOneTask(0.1), 100)).isGreaterThanOrEqualTo(0.95);
    }
}
