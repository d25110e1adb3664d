package io.grasp.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.metrics.Averages;
import io.grasp.model.metrics.LabelMetrics;
import io.grasp.model.metrics.Outcome;
import io.grasp.model.metrics.ProbabilityScores;
import io.grasp.model.metrics.ReliabilityBin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final Task LEVEL = new Task("level", TaskKind.ORDINAL, List.of("a", "b", "c"));
    private static final Task WRONG = new Task("wrong", TaskKind.MULTI_LABEL, List.of("x", "y"));

    private static Outcome outcome(String truth, String decided) {
        return new Outcome("i-1", "general", labels(truth), labels(decided), false, List.of());
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
        assertThat(scores.labels().get(0)).isEqualTo(new LabelMetrics("a", 2, 3, 3));
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
    void microAndWeightedAveragesAreThoseComputedByHand() {
        Scores scores = Scores.of(WRONG, outcomes("x|y>x|y", "x>", "x>x|y", ">"));
        // x: right 2, decided 2, true 3; y: right 1, decided 2, true 1
        assertThat(scores.micro().precision()).isEqualTo(3 / 4.0, EXACTLY);
        assertThat(scores.micro().recall()).isEqualTo(3 / 4.0, EXACTLY);
        assertThat(scores.weighted().precision()).isEqualTo((3 * 1 + 1 * 0.5) / 4, EXACTLY);
        assertThat(scores.weighted().f1()).isEqualTo((3 * 0.8 + 1 * 2 / 3.0) / 4, EXACTLY);
        assertThat(scores.macro().recall()).isEqualTo((2 / 3.0 + 1) / 2, EXACTLY);
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
        Averages perfect = new Averages(1, 1, 1);
        assertThat(Scores.of(WRONG, outcomes(">", ">")))
                .extracting(Scores::macro, Scores::micro, Scores::weighted)
                .containsOnly(perfect);
        assertThat(Scores.of(WRONG, outcomes(">", ">x")))
                .extracting(Scores::macro, Scores::micro, Scores::weighted)
                .containsOnly(new Averages(0, 0, 0));
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
        Scores scores = Scores.of(
                LEVEL,
                List.of(outcome("a", "a"), new Outcome("i-1", "general", Set.of("b"), Set.of("b"), true, List.of())));
        assertThat(scores.abstained()).isEqualTo(0.5, EXACTLY);
        assertThat(scores.accuracy()).isEqualTo(1, EXACTLY);
    }

    @Test
    void whatIsDecidedIsJudgedWithoutWhatIsNot() {
        Outcome unsureAndWrong = new Outcome("i-1", "general", Set.of("b"), Set.of("a"), true, List.of());
        assertThat(Scores.of(LEVEL, List.of(outcome("a", "a"), outcome("a", "b"), unsureAndWrong))
                        .accuracyWhenDecided())
                .hasValueCloseTo(0.5, EXACTLY);
        assertThat(Scores.of(LEVEL, List.of(unsureAndWrong)).accuracyWhenDecided())
                .isEmpty();
    }

    private static Outcome likely(Task task, String truth, double... probabilities) {
        List<LabelScore> scores = new ArrayList<>();
        for (double probability : probabilities) {
            scores.add(new LabelScore(task.labels().get(scores.size()), probability));
        }
        String likeliest = scores.stream()
                .max(Comparator.comparingDouble(LabelScore::probability))
                .orElseThrow()
                .label();
        return new Outcome("i-1", "general", labels(truth), Set.of(likeliest), false, scores);
    }

    @Test
    void probabilitiesAreScoredAsComputedByHand() {
        ProbabilityScores scores = Scores.of(
                        LEVEL, List.of(likely(LEVEL, "a", 0.7, 0.2, 0.1), likely(LEVEL, "c", 0.6, 0.3, 0.1)))
                .probabilities();
        assertThat(scores.brier()).isEqualTo((0.09 + 0.04 + 0.01 + 0.36 + 0.09 + 0.81) / 2, EXACTLY);
        assertThat(scores.logLoss()).isEqualTo(-(Math.log(0.7) + Math.log(0.1)) / 2, EXACTLY);
        assertThat(scores.expectedCalibrationError()).isEqualTo((0.3 + 0.6) / 2, EXACTLY);
        assertThat(scores.meanAveragePrecisionAt3()).hasValueCloseTo((1 + 1 / 3.0) / 2, EXACTLY);
    }

    @Test
    void aReliabilityBinIsClosedAboveAndEmptyOnesAreLeftOut() {
        Scores scores = Scores.of(
                LEVEL,
                List.of(
                        likely(LEVEL, "a", 0.5, 0.3, 0.2),
                        likely(LEVEL, "b", 0.45, 0.35, 0.2),
                        likely(LEVEL, "a", 0.9, 0.1, 0),
                        likely(LEVEL, "a", 1, 0, 0)));
        assertThat(scores.reliability())
                .containsExactly(
                        new ReliabilityBin(0.475, 0.5, 2), new ReliabilityBin(0.9, 1, 1), new ReliabilityBin(1, 1, 1));
    }

    @Test
    void theReliabilityOfAMultiLabelTaskIsThatOfItsLabels() {
        Scores scores = Scores.of(WRONG, List.of(likely(WRONG, "x", 0.8, 0.05), likely(WRONG, "x|y", 0.75, 0)));
        assertThat(scores.reliability())
                .containsExactly(new ReliabilityBin(0.025, 0.5, 2), new ReliabilityBin(0.775, 1, 2));
        assertThat(scores.probabilities().expectedCalibrationError()).isEqualTo((2 * 0.475 + 2 * 0.225) / 4, EXACTLY);
    }

    @Test
    void aLabelBeyondTheThirdLikeliestIsNotFoundAndEqualOnesRankInTheTasksOrder() {
        Task task = new Task("engagement", TaskKind.SINGLE_LABEL, List.of("a", "b", "c", "d"));
        double[] equal = {0.25, 0.25, 0.25, 0.25};
        assertThat(mapAt3(task, likely(task, "a", equal))).hasValue(1);
        assertThat(mapAt3(task, likely(task, "c", equal))).hasValueCloseTo(1 / 3.0, EXACTLY);
        assertThat(mapAt3(task, likely(task, "d", equal))).hasValue(0);
    }

    @Test
    void aRowOnWhichNoLabelHoldsHasNoPrecisionOfItsRanking() {
        assertThat(mapAt3(WRONG, likely(WRONG, "", 0.8, 0.1))).isEmpty();
        assertThat(mapAt3(WRONG, likely(WRONG, "", 0.8, 0.1), likely(WRONG, "y", 0.8, 0.1)))
                .hasValue(0.5);
    }

    private static OptionalDouble mapAt3(Task task, Outcome... outcomes) {
        return Scores.of(task, List.of(outcomes)).probabilities().meanAveragePrecisionAt3();
    }

    @Test
    void figuresOfTasksAndTheirMeanHaveStableNames() {
        Evaluation evaluation = new Evaluation(List.of(
                TaskEvaluation.of(LEVEL, outcomes("a>a", "b>c")), TaskEvaluation.of(WRONG, outcomes("x>x", ">"))));
        assertThat(evaluation.figures())
                .containsEntry("accuracy", 0.75)
                .containsEntry("level_accuracy", 0.5)
                .containsEntry("wrong_accuracy", 1.0)
                .containsEntry("macro_f1", evaluation.meanMacroF1().orElseThrow())
                .containsKeys("quadratic_weighted_kappa", "level_quadratic_weighted_kappa", "wrong_f1_weighted", "ece")
                .doesNotContainKey("wrong_quadratic_weighted_kappa");
        assertThat(new Evaluation(List.of()).figures()).isEmpty();
    }

    @Test
    void macroF1AloneIsThatOfAllScores() {
        List<Outcome> outcomes = outcomes("a>a", "a>b", "expert>c");
        assertThat(Scores.macroF1(LEVEL, outcomes))
                .isEqualTo(Scores.of(LEVEL, outcomes).macroF1());
    }

    @Test
    void learningTopicsAreScoredOnTheirOwn() {
        TaskEvaluation evaluation = TaskEvaluation.of(
                LEVEL,
                List.of(
                        new Outcome("i-1", "fractions", Set.of("a"), Set.of("a"), false, List.of()),
                        new Outcome("i-1", "forces", Set.of("a"), Set.of("b"), false, List.of())));
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
