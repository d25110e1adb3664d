package io.grasp.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
    private final PromotionGate gate = new PromotionGate(new Tolerances(0.01, 0.03, 0.05));

    /** An evaluation with these macro-F1s, for the tasks {@code t0}, {@code t1} … on 100 rows each. */
    private static Evaluation evaluation(double... macroF1s) {
        return onRows(100, macroF1s);
    }

    private static Evaluation onRows(long rows, double... macroF1s) {
        List<TaskEvaluation> tasks = new ArrayList<>();
        for (double macroF1 : macroF1s) {
            Task task = new Task("t" + tasks.size(), TaskKind.SINGLE_LABEL, List.of("a", "b"));
            tasks.add(new TaskEvaluation(task, scores(rows, macroF1), Map.of()));
        }
        return new Evaluation(tasks);
    }

    /** An evaluation of one task with these macro-F1s on the learning topics {@code topic-0}, {@code topic-1} …. */
    private static Evaluation onLearningTopics(long rowsEach, double... macroF1s) {
        Map<String, Scores> byTopic = new TreeMap<>();
        for (double macroF1 : macroF1s) {
            byTopic.put("topic-" + byTopic.size(), scores(rowsEach, macroF1));
        }
        Task task = new Task("t0", TaskKind.SINGLE_LABEL, List.of("a", "b"));
        double mean = Arrays.stream(macroF1s).average().orElseThrow();
        return new Evaluation(List.of(new TaskEvaluation(task, scores(rowsEach * macroF1s.length, mean), byTopic)));
    }

    private static Scores scores(long rows, double macroF1) {
        return new Scores(rows, macroF1, macroF1, OptionalDouble.empty(), List.of(), Map.of(), Map.of(), 0);
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
                .isEqualTo(new Decision.Hold("Mean macro-F1 changed by +0.025, but it fell too far on t1 by -0.050"
                        + " (tolerated: -0.030 on a task, -0.050 on a learning topic)"));
    }

    @Test
    void aLearningTopicMayNotBeForgotten() {
        assertThat(judge(onLearningTopics(60, 0.70, 0.90), onLearningTopics(60, 0.80, 0.30)))
                .isEqualTo(new Decision.Hold("Mean macro-F1 changed by +0.250, but it fell too far on topic-0 by -0.100"
                        + " (tolerated: -0.030 on a task, -0.050 on a learning topic)"));
    }

    @Test
    void aLearningTopicWithAHandfulOfRowsIsNotJudgedAlone() {
        assertThat(judge(onLearningTopics(10, 0.70, 0.90), onLearningTopics(10, 0.80, 0.30)))
                .isInstanceOf(Decision.Promote.class);
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
