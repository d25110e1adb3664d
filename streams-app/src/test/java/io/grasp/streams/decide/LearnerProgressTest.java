package io.grasp.streams.decide;

import static io.grasp.streams.AClassification.aClassification;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.LearnerState;
import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.knowledge.KnowledgeModel;
import io.grasp.learner.knowledge.KnowledgeParameters;
import io.grasp.learner.knowledge.KnowledgeTracing;
import io.grasp.streams.AClassification;
import io.grasp.streams.AnInteraction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearnerProgressTest {
    private static final Instant NOON = AnInteraction.NOON;
    private static final LearnerProgress PROGRESS = new LearnerProgress(KnowledgeModel.withoutFit());

    @Test
    void theLevelIsThatOfTheLatestInteraction() {
        LearnerState state = after(
                aClassification().of("a").at("novice").when(NOON),
                aClassification().of("b").at("intermediate").when(NOON.plusSeconds(1)));

        assertThat(state.getLevel()).isEqualTo("intermediate");
    }

    @Test
    void aLateInteractionCountsButDoesNotTakeTheLevelBack() {
        LearnerState state = after(
                aClassification().of("b").at("intermediate").when(NOON.plusSeconds(1)),
                aClassification().of("a").at("novice").when(NOON));

        assertThat(state.getLevel()).isEqualTo("intermediate");
        assertThat(state.getInteractions()).isEqualTo(2);
        assertThat(state.getUpdatedAt()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void masteryIsTracedFromTheProbabilitiesOfLevels() {
        KnowledgeTracing tracing = new KnowledgeTracing(KnowledgeParameters.USUAL);

        LearnerState state = after(
                aClassification().of("a").withLevelProbabilities(0.7, 0.2, 0.1),
                aClassification().of("b").withLevelProbabilities(0, 0.2, 0.8));

        assertThat(state.getMastery())
                .isEqualTo(tracing.after(List.of(
                        Correctness.ofLevels(List.of(0.7, 0.2, 0.1)), Correctness.ofLevels(List.of(0.0, 0.2, 0.8)))));
        assertThat(state.getMastery()).isGreaterThan(0.5);
    }

    @Test
    void whatAreNoProbabilitiesLeavesMasteryAsItWasAndStopsNobody() {
        LearnerState state = after(
                aClassification().of("a").withLevelProbabilities(0, 0, 0),
                aClassification().of("b").withLevelProbabilities(Double.NaN, 0, 1),
                aClassification().of("c").withLevelProbabilities(-1, 1, 1));

        assertThat(state.getMastery()).isNull();
        assertThat(state.getInteractions()).isEqualTo(3);
    }

    @Test
    void whatIsNotJudgedByLevelLeavesMasteryAsItWas() {
        assertThat(after(aClassification().showing("x")).getMastery()).isNull();

        LearnerState known = after(aClassification().of("a").withLevelProbabilities(0, 0, 1));
        LearnerState later =
                PROGRESS.after(known, aClassification().of("b").showing("x").build());
        assertThat(later.getMastery()).isEqualTo(known.getMastery());
    }

    @Test
    void anAbstentionKeepsTheLevel() {
        LearnerState state = after(
                aClassification().of("a").at("novice"),
                aClassification().of("b").withoutLevel());

        assertThat(state.getLevel()).isEqualTo("novice");
    }

    @Test
    void aMisconceptionIsCountedAndItsTimesAreKept() {
        LearnerState state = after(
                aClassification().of("a").showing("x").when(NOON),
                aClassification().of("b").showing("x").when(NOON.plusSeconds(5)));

        assertThat(state.getActiveMisconceptions()).singleElement().satisfies(active -> {
            assertThat(active.getCount()).isEqualTo(2);
            assertThat(active.getFirstSeenAt()).isEqualTo(NOON);
            assertThat(active.getLastSeenAt()).isEqualTo(NOON.plusSeconds(5));
        });
    }

    @Test
    void anAdvancedAnswerWithoutMisconceptionClearsTheActiveOnes() {
        LearnerState state = after(
                aClassification().of("a").showing("x"),
                aClassification().of("b").at("advanced").when(NOON.plusSeconds(5)));

        assertThat(state.getActiveMisconceptions()).isEmpty();
    }

    @Test
    void aNewMisconceptionIsMaterialAndTheSameOnceMoreIsNot() {
        LearnerState none = after(aClassification().of("a"));
        LearnerState once =
                PROGRESS.after(none, aClassification().of("b").showing("x").build());
        LearnerState twice =
                PROGRESS.after(once, aClassification().of("c").showing("x").build());

        assertThat(LearnerProgress.isMaterial(none, once)).isTrue();
        assertThat(LearnerProgress.isMaterial(once, twice)).isFalse();
    }

    @Test
    void onlyTheLastInteractionsAreRemembered() {
        AClassification[] many = IntStream.range(0, 120)
                .mapToObj(i -> aClassification().of("i-" + i))
                .toArray(AClassification[]::new);

        LearnerState state = after(many);

        assertThat(state.getLastInteractionIds()).hasSize(50).endsWith("i-119").startsWith("i-70");
    }

    @Test
    void aRecommendationIsForgottenAfterItsCoolDown() {
        LearnerState first =
                LearnerProgress.withRecommended(after(aClassification()), List.of("old"), NOON, Duration.ofDays(7));

        LearnerState later = LearnerProgress.withRecommended(
                first, List.of("new"), NOON.plus(Duration.ofDays(8)), Duration.ofDays(7));

        assertThat(later.getRecommended()).extracting(at -> at.getResourceId()).containsExactly("new");
    }

    private static LearnerState after(AClassification... classifications) {
        LearnerState state = LearnerProgress.newcomer("student-1", "fractions.addition");
        for (AClassification classification : classifications) {
            state = PROGRESS.after(state, classification.build());
        }
        return state;
    }
}
