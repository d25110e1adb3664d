package io.grasp.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
    private final PromotionGate gate = new PromotionGate(0.01, 0.03);

    /** An evaluation with these macro-F1s, for the tasks {@code t0}, {@code t1} … on 100 rows each. */
    private static Evaluation evaluation(double... macroF1s) {
        return onRows(100, macroF1s);
    }

    private static Evaluation onRows(long rows, double... macroF1s) {
        List<TaskEvaluation> tasks = new ArrayList<>();
        for (double macroF1 : macroF1s) {
            Task task = new Task("t" + tasks.size(), TaskKind.SINGLE_LABEL, List.of("a", "b"));
            Scores scores =
                    new Scores(rows, macroF1, macroF1, OptionalDouble.empty(), List.of(), Map.of(), Map.of(), 0);
            tasks.add(new TaskEvaluation(task, scores, Map.of()));
        }
        return new Evaluation(tasks);
    }

    private Decision judge(Evaluation challenger, Evaluation champion, String... newlyCovered) {
        return gate.judge(Optional.of(new Match(challenger, champion, List.of(newlyCovered))));
    }

    @Test
    void theFirstModelIsPromoted() {
        assertThat(gate.judge(Optional.empty())).isEqualTo(new Decision.Promote("It is the first model"));
    }

    @Test
    void aBetterChallengerIsPromoted() {
        assertThat(judge(evaluation(0.82), evaluation(0.80)))
                .isEqualTo(new Decision.Promote("Mean macro-F1 changed by +0.020"));
    }

    @Test
    void aLossWithinToleranceIsPromotedBecauseItHasSeenMore() {
        assertThat(judge(evaluation(0.795), evaluation(0.80), "the learning topic forces"))
                .isEqualTo(
                        new Decision.Promote("Mean macro-F1 changed by -0.005; it covers the learning topic forces"));
    }

    @Test
    void aLossBeyondToleranceIsHeldBack() {
        assertThat(judge(evaluation(0.78), evaluation(0.80)))
                .isEqualTo(new Decision.Hold("Mean macro-F1 changed by -0.020, at most -0.010 is tolerated"));
    }

    @Test
    void oneTaskMayNotPayForTheOthers() {
        assertThat(judge(evaluation(0.90, 0.75), evaluation(0.80, 0.80)))
                .isEqualTo(new Decision.Hold(
                        "Macro-F1 of a task fell too far: t1 by -0.050, at most -0.030 is tolerated"));
    }

    @Test
    void aTaskWithAHandfulOfRowsIsNotJudgedAlone() {
        assertThat(judge(onRows(10, 0.90, 0.75), onRows(10, 0.80, 0.80))).isInstanceOf(Decision.Promote.class);
    }

    @Test
    void aChallengerThatLostATaskIsHeldBack() {
        assertThat(judge(evaluation(0.9), evaluation(0.8, 0.8)))
                .isEqualTo(new Decision.Hold("It has not learnt t1, which the champion knows"));
    }

    @Test
    void withoutRowsToCompareOnlySomethingNewIsPromoted() {
        Evaluation nothing = new Evaluation(List.of());
        assertThat(judge(nothing, nothing)).isInstanceOf(Decision.Hold.class);
        assertThat(judge(nothing, nothing, "the learning topic forces")).isInstanceOf(Decision.Promote.class);
    }
}
