package io.grasp.trainer.gate;

import static io.grasp.trainer.gate.AMatch.aMatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
    private final PromotionGate gate = new PromotionGate(GateRules.defaults(), 42);

    private Decision judge(AMatch match) {
        return gate.judge(match.build());
    }

    private static List<Comparison> learningTopics(Decision decision) {
        return decision.comparisons().stream()
                .filter(comparison -> comparison.scope() == Scope.LEARNING_TOPIC)
                .toList();
    }

    @Test
    void theFirstModelIsPromoted() {
        assertThat(gate.judge(new Opposition.NoChampion()))
                .isEqualTo(new Decision.Promote("It is the first model", Optional.empty(), List.of()));
    }

    @Test
    void aBetterChallengerIsPromotedWithItsNumbers() {
        Decision decision = judge(aMatch().rows(160, "level").rightForBoth(120).rightForChallenger(20));
        assertThat(decision).isInstanceOf(Decision.Promote.class);
        assertThat(decision.reason())
                .matches("Mean macro-F1 changed by \\+0\\.\\d{3} \\(95 % interval \\+0\\.\\d{3} to \\+0\\.\\d{3}\\)");
        assertThat(decision.comparedWith()).contains("v000001");
        assertThat(decision.comparisons())
                .extracting(Comparison::scope, Comparison::name, Comparison::rows, Comparison::verdict)
                .containsExactly(
                        tuple(Scope.OVERALL, "", 160, Verdict.WITHIN_TOLERANCE),
                        tuple(Scope.TASK, "level", 160, Verdict.WITHIN_TOLERANCE),
                        tuple(Scope.LEARNING_TOPIC, "fractions", 160, Verdict.WITHIN_TOLERANCE));
        assertThat(decision.comparisons()).allSatisfy(made -> {
            assertThat(made.lower()).isLessThan(made.difference());
            assertThat(made.upper()).isGreaterThan(made.difference());
            assertThat(made.difference()).isEqualTo(made.challenger() - made.champion());
        });
    }

    @Test
    void aLossWithinToleranceIsPromotedBecauseItHasSeenMore() {
        Decision decision = judge(aMatch().rows(400, "level")
                .rightForBoth(300)
                .rightForChampion(2)
                .covering("the learning topic forces"));
        assertThat(decision).isInstanceOf(Decision.Promote.class);
        assertThat(decision.reason())
                .startsWith("Mean macro-F1 changed by -0.005")
                .endsWith("; it covers the learning topic forces");
    }

    @Test
    void aLossThatLuckExplainsIsPromotedAndSaysSo() {
        Decision decision = judge(aMatch().rows(264, "engagement")
                .rightForBoth(170)
                .rightForChampion(28)
                .rightForChallenger(19));
        assertThat(decision).isInstanceOf(Decision.Promote.class);
        assertThat(decision.reason()).contains("changed by -0.03").endsWith(", which may be luck");
        assertThat(decision.comparisons().get(0).verdict()).isEqualTo(Verdict.MAY_BE_LUCK);
        assertThat(decision.comparisons().get(0).luck()).isBetween(0.05, 0.3);
        assertThat(decision.comparisons().get(0).beyondTolerance()).isBetween(0.7, 0.95);
    }

    @Test
    void aLossThatLuckDoesNotExplainIsHeldBack() {
        Decision decision = judge(aMatch().rows(264, "engagement")
                .rightForBoth(170)
                .rightForChampion(40)
                .rightForChallenger(10));
        assertThat(decision).isInstanceOf(Decision.Hold.class);
        assertThat(decision.reason())
                .startsWith("Mean macro-F1 changed by -0.11")
                .contains("at most -0.010 is tolerated and this is hardly luck");
    }

    @Test
    void aTinyLossIsToleratedEvenIfItIsNoLuck() {
        assertThat(judge(aMatch().rows(4000, "level").rightForBoth(3000).rightForChampion(30)))
                .isInstanceOf(Decision.Promote.class);
    }

    @Test
    void oneTaskMayNotPayForTheOthers() {
        Decision decision = judge(aMatch().rows(300, "level")
                .rightForBoth(200)
                .rightForChampion(45)
                .rightForChallenger(5)
                .rows(300, "engagement")
                .rightForBoth(150)
                .rightForChallenger(90));
        assertThat(decision).isInstanceOf(Decision.Hold.class);
        assertThat(decision.reason())
                .startsWith("Mean macro-F1 changed by +")
                .contains(", but it fell too far on level by -0.1")
                .endsWith("(tolerated: -0.030 on a task, -0.050 on a learning topic)");
    }

    @Test
    void aLearningTopicMayNotBeForgotten() {
        Decision decision = judge(aMatch().about("circuits")
                .rows(60, "level")
                .rightForBoth(20)
                .rightForChampion(25)
                .about("fractions")
                .rows(200, "level")
                .rightForBoth(100)
                .rightForChallenger(60));
        assertThat(decision).isInstanceOf(Decision.Hold.class);
        assertThat(decision.reason()).contains(", but it fell too far on circuits by -0.4");
        assertThat(learningTopics(decision))
                .extracting(Comparison::name, Comparison::verdict)
                .containsExactly(tuple("circuits", Verdict.WORSE), tuple("fractions", Verdict.WITHIN_TOLERANCE));
    }

    @Test
    void aLearningTopicWithAHandfulOfRowsIsNotJudgedAlone() {
        Decision decision = judge(aMatch().about("circuits")
                .rows(10, "level")
                .rightForChampion(10)
                .about("fractions")
                .rows(200, "level")
                .rightForBoth(100)
                .rightForChallenger(60));
        assertThat(decision).isInstanceOf(Decision.Promote.class);
        assertThat(decision.comparisons())
                .filteredOn(made -> made.scope() == Scope.SMALL_LEARNING_TOPICS)
                .extracting(Comparison::name, Comparison::rows, Comparison::verdict)
                .containsExactly(tuple("1", 10, Verdict.TOO_FEW_ROWS));
    }

    @Test
    void manyLearningTopicsWithAHandfulOfRowsAreJudgedTogether() {
        AMatch match = aMatch().rows(200, "level").rightForBoth(100).rightForChallenger(60);
        for (int i = 0; i < 5; i++) {
            match.about("small-" + i).rows(10, "level").rightForBoth(3).rightForChampion(6);
        }
        Decision decision = judge(match);
        assertThat(decision).isInstanceOf(Decision.Hold.class);
        assertThat(decision.reason()).contains("it fell too far on 5 small learning topics together by -0.");
    }

    @Test
    void aSmallLearningTopicThatIsNewHidesNoForgetting() {
        AMatch match = aMatch().rows(200, "level").rightForBoth(100).rightForChallenger(60);
        for (int i = 0; i < 5; i++) {
            match.about("small-" + i).rows(10, "level").rightForBoth(3).rightForChampion(6);
            match.about("new-" + i).newly().rows(19, "level").rightForChallenger(19);
        }
        assertThat(judge(match).reason()).contains("5 small learning topics together");
    }

    @Test
    void aTaskWithAHandfulOfRowsIsNotJudgedAlone() {
        Decision decision = judge(aMatch().rows(200, "level")
                .rightForBoth(100)
                .rightForChallenger(60)
                .rows(10, "engagement")
                .rightForBoth(5)
                .rightForChampion(5));
        assertThat(decision).isInstanceOf(Decision.Promote.class);
        assertThat(decision.comparisons())
                .filteredOn(made -> made.name().equals("engagement"))
                .extracting(Comparison::verdict)
                .containsExactly(Verdict.TOO_FEW_ROWS);
    }

    @Test
    void aTaskWithAHandfulOfRowsDoesNotDrownTheWhole() {
        AMatch clearlyWorse = aMatch().rows(300, "level")
                .rightForBoth(200)
                .rightForChampion(45)
                .rightForChallenger(10);
        Decision decision = judge(clearlyWorse
                .rows(3, "engagement")
                .rightForChallenger(3)
                .rows(3, "grade")
                .rightForChampion(2));
        assertThat(decision.comparisons().get(0).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(decision.comparisons().get(0).rows()).isEqualTo(300);
    }

    @Test
    void aHandfulOfRowsIsBetterThanNothing() {
        assertThat(judge(aMatch().rows(12, "level").rightForChampion(12))).isInstanceOf(Decision.Hold.class);
        assertThat(judge(aMatch().rows(2, "level").rightForChampion(1))).isInstanceOf(Decision.Promote.class);
    }

    @Test
    void aLabelThatTheChampionDoesNotKnowIsOneThatItGetsWrong() {
        Decision decision = judge(aMatch().rows(100, "level").rightForBoth(60).rightForChallenger(40));
        assertThat(decision.comparisons().get(0).challenger()).isEqualTo(1);
        assertThat(decision).isInstanceOf(Decision.Promote.class);
    }

    @Test
    void aChallengerThatLostATaskIsHeldBack() {
        assertThat(judge(aMatch().rows(100, "level").rightForChallenger(100).losing("engagement")))
                .isInstanceOf(Decision.Hold.class)
                .extracting(Decision::reason)
                .isEqualTo("It has not learnt engagement, which the champion knows");
    }

    @Test
    void withoutRowsToCompareOnlySomethingNewIsPromoted() {
        assertThat(judge(aMatch()))
                .isInstanceOf(Decision.Hold.class)
                .extracting(Decision::comparisons)
                .isEqualTo(List.of());
        assertThat(judge(aMatch().covering("the learning topic forces"))).isInstanceOf(Decision.Promote.class);
    }

    @Test
    void aChampionThatNobodyCanServeIsNoOpponent() {
        assertThat(gate.judge(new Opposition.Unservable("v000007", "heads.safetensors is missing")))
                .isEqualTo(new Decision.Promote(
                        "The champion v000007 can't be served any more: heads.safetensors is missing",
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void aChampionThatMayServeIsNotReplacedUnseen() {
        assertThat(gate.judge(new Opposition.OutOfReach("v000007", "Package format 9 is newer")))
                .isEqualTo(new Decision.Hold(
                        "The champion v000007 can't be read here to compare it with, but may serve:"
                                + " Package format 9 is newer",
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void theSameSeedDecidesTheSame() {
        Match match = ASimulatedMatch.aSimulatedMatch().from(3);
        assertThat(gate.judge(match)).isEqualTo(new PromotionGate(GateRules.defaults(), 42).judge(match));
        assertThat(new PromotionGate(GateRules.defaults(), 43).judge(match)).isNotEqualTo(gate.judge(match));
    }

    @Test
    void rulesThatCannotBeMetAreRefused() {
        Tolerances tolerances = GateRules.defaults().tolerances();
        assertThatThrownBy(() -> new GateRules(tolerances, 1, 20)).hasMessageContaining("from 0.5 to 0.99 but is 1.0");
        assertThatThrownBy(() -> new GateRules(tolerances, 0.9, 1)).hasMessageContaining("at least 2 rows");
        assertThatThrownBy(() -> new Tolerances(0, -0.1, 0)).hasMessageContaining("-0.1");
    }
}
