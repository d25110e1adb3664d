package io.grasp.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final Task LEVEL = new Task("level", TaskKind.ORDINAL, List.of("a", "b", "c"));
    private static final Task WRONG = new Task("wrong", TaskKind.MULTI_LABEL, List.of("x", "y"));

    private static Outcome outcome(String truth, String decided) {
        return new Outcome("general", labels(truth), labels(decided), false);
    }

    private static Set<String> labels(String joined) {
        return joined.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(joined.split("\\|")));
    }

    private static List<Outcome> outcomes(String... pairs) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String pair : pairs) {
            String[] parts = pair.split(">", -1);
            outcomes.add(outcome(parts[0], parts[1]));
        }
        return outcomes;
    }

    @Test
    void accuracyMacroF1AndConfusionAreThoseComputedByHand() {
        Scores scores = Scores.of(LEVEL, outcomes("a>a", "a>a", "a>b", "b>b", "b>c", "c>a"));
        assertThat(scores.accuracy()).isEqualTo(3 / 6.0, EXACTLY);
        // F1: a = 2·2/(3+3), b = 2·1/(2+2), c = 0/(1+1)
        assertThat(scores.macroF1()).isEqualTo((2 / 3.0 + 0.5 + 0) / 3, EXACTLY);
        assertThat(scores.labels().get(0)).isEqualTo(new LabelMetrics("a", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3));
        assertThat(scores.confusion())
                .isEqualTo(Map.of("a", Map.of("a", 2L, "b", 1L), "b", Map.of("b", 1L, "c", 1L), "c", Map.of("a", 1L)));
    }

    @Test
    void quadraticWeightedKappaIsThatComputedByHand() {
        // disagreement 0+0+1+0+1+4 = 6; truths (3,2,1), decisions (3,2,1):
        // by chance (3·2·1 + 3·1·4 + 2·3·1 + 2·1·1 + 1·3·4 + 1·2·1) / 6 = 40/6
        Scores scores = Scores.of(LEVEL, outcomes("a>a", "a>a", "a>b", "b>b", "b>c", "c>a"));
        assertThat(scores.quadraticWeightedKappa()).hasValueCloseTo(1 - 6 / (40 / 6.0), EXACTLY);
    }

    @Test
    void fullAgreementHasKappaOneAndFullReversalMinusOne() {
        assertThat(Scores.of(LEVEL, outcomes("a>a", "c>c")).quadraticWeightedKappa())
                .hasValueCloseTo(1.0, EXACTLY);
        assertThat(Scores.of(LEVEL, outcomes("a>c", "c>a")).quadraticWeightedKappa())
                .hasValueCloseTo(-1.0, EXACTLY);
    }

    @Test
    void kappaIsUnknownWhereChanceAloneAgrees() {
        assertThat(Scores.of(LEVEL, outcomes("a>a", "a>a")).quadraticWeightedKappa())
                .isEmpty();
    }

    @Test
    void macroF1CountsOnlyLabelsThatTrulyOccur() {
        // b is decided once but never true: it lowers a's recall, and has no part of its own in the mean
        assertThat(Scores.of(LEVEL, outcomes("a>a", "a>b")).macroF1()).isEqualTo(2 / 3.0, EXACTLY);
    }

    @Test
    void aMultiLabelRowIsRightOnlyIfEveryLabelIs() {
        Scores scores = Scores.of(WRONG, outcomes("x|y>x|y", "x>", "y>x|y", ">"));
        assertThat(scores.accuracy()).isEqualTo(0.5, EXACTLY);
        // x: right 1, decided 2, true 2; y: right 2, decided 2, true 2
        assertThat(scores.macroF1()).isEqualTo((0.5 + 1) / 2, EXACTLY);
        assertThat(scores.confusion()).isEmpty();
    }

    @Test
    void whereNoLabelOccursDecidingNoneIsPerfect() {
        assertThat(Scores.of(WRONG, outcomes(">", ">")).macroF1()).isEqualTo(1, EXACTLY);
        assertThat(Scores.of(WRONG, outcomes(">", ">x")).macroF1()).isEqualTo(0, EXACTLY);
    }

    @Test
    void aLabelThatTheModelDoesNotKnowIsAWrongAnswerAndIsNamed() {
        Scores scores = Scores.of(LEVEL, outcomes("a>a", "expert>c", "expert>c"));
        assertThat(scores.unknownLabels()).isEqualTo(Map.of("expert", 2L));
        assertThat(scores.accuracy()).isEqualTo(1 / 3.0, EXACTLY);
        assertThat(scores.macroF1()).isEqualTo(0.5, EXACTLY);
    }

    @Test
    void abstentionIsToldApartFromBeingWrong() {
        Scores scores =
                Scores.of(LEVEL, List.of(outcome("a", "a"), new Outcome("general", Set.of("b"), Set.of("b"), true)));
        assertThat(scores.abstained()).isEqualTo(0.5, EXACTLY);
        assertThat(scores.accuracy()).isEqualTo(1, EXACTLY);
    }

    @Test
    void learningTopicsAreScoredOnTheirOwn() {
        TaskEvaluation evaluation = TaskEvaluation.of(
                LEVEL,
                List.of(
                        new Outcome("fractions", Set.of("a"), Set.of("a"), false),
                        new Outcome("forces", Set.of("a"), Set.of("b"), false)));
        assertThat(evaluation.byLearningTopic())
                .extractingByKey("fractions")
                .extracting(Scores::accuracy)
                .isEqualTo(1.0);
        assertThat(evaluation.byLearningTopic())
                .extractingByKey("forces")
                .extracting(Scores::accuracy)
                .isEqualTo(0.0);
    }

    @Test
    void noRowsHaveNoScores() {
        assertThatThrownBy(() -> Scores.of(LEVEL, List.of())).hasMessageContaining("no rows");
    }
}
