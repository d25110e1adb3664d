package io.grasp.learner.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.knowledge.KnowledgeParameters;
import io.grasp.learner.knowledge.KnowledgeTracing;
import io.grasp.learner.memory.ALearner;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LearnerProgressTest {
    @Property
    void masteryOfRightAndWrongAnswersIsThatOfTextbookKnowledgeTracing(
            @ForAll @Size(min = 1, max = 24) List<Boolean> answers) {
        KnowledgeParameters known = new KnowledgeParameters(0.4, 0.1, 0.2, 0.05);
        ALearner learner = new ALearner();
        double mastery = known.prior();
        for (boolean right : answers) {
            learner.wrote(right ? Correctness.RIGHT : Correctness.WRONG);
            double evidence = right
                    ? mastery * (1 - known.slip()) / (mastery * (1 - known.slip()) + (1 - mastery) * known.guess())
                    : mastery * known.slip() / (mastery * known.slip() + (1 - mastery) * (1 - known.guess()));
            mastery = evidence + (1 - evidence) * known.learn();
        }

        assertThat(LearnerProgress.of(learner.memory(), new KnowledgeTracing(known))
                        .mastery()
                        .orElseThrow())
                .isEqualTo(mastery, within(1e-9));
    }

    @Test
    void ofNothingNothingFollows() {
        LearnerProgress progress = new ALearner().progress();

        assertThat(progress.mastery()).isEmpty();
        assertThat(progress.level()).isNull();
        assertThat(progress.held()).isEmpty();
    }

    @Test
    void theLevelIsTheLastThatWasDecided() {
        assertThat(new ALearner()
                        .at("novice")
                        .at("intermediate")
                        .undecided()
                        .progress()
                        .level())
                .isEqualTo("intermediate");
    }

    @Test
    void aMisconceptionIsHeldSinceItWasFirstSeenAndCounted() {
        ALearner learner = new ALearner().showing("x").at("novice").showing("x", "y");

        assertThat(learner.progress().held())
                .containsExactly(
                        new HeldMisconception("x", 2, learner.when(0), learner.when(2)),
                        new HeldMisconception("y", 1, learner.when(2), learner.when(2)));
    }

    @Test
    void anAdvancedAnswerWithoutAMisconceptionOvercomesAllAndSaysWhich() {
        ALearner learner = new ALearner().showing("x").at("intermediate").at("advanced");

        assertThat(learner.progress().held()).isEmpty();
        assertThat(learner.progress().overcome())
                .containsExactly(new OvercomeMisconception(
                        new HeldMisconception("x", 1, learner.when(0), learner.when(0)), "i-2", learner.when(2)));
    }

    @Test
    void whoShowsAnOvercomeMisconceptionAgainHoldsItAnew() {
        ALearner learner = new ALearner().showing("x").at("advanced").showing("x");

        assertThat(learner.progress().held())
                .containsExactly(new HeldMisconception("x", 1, learner.when(2), learner.when(2)));
        assertThat(learner.progress().overcome()).isEmpty();
    }

    @Test
    void aTeacherWhoSeesNoMisconceptionTakesTheModelsFindingBack() {
        assertThat(new ALearner()
                        .showing("x")
                        .butTheTeacherSees("intermediate")
                        .progress()
                        .held())
                .isEmpty();
    }

    @Test
    void engagementFallsWhenTheLatestThreeAreLessEngagedThanThoseBefore() {
        assertThat(new ALearner()
                        .feeling("engaged", "engaged", "bored", "bored", "neutral")
                        .progress()
                        .trend())
                .isEqualTo(EngagementTrend.FALLING);
        assertThat(new ALearner()
                        .feeling("bored", "confused", "engaged", "engaged", "engaged")
                        .progress()
                        .trend())
                .isEqualTo(EngagementTrend.RISING);
        assertThat(new ALearner()
                        .feeling("neutral", "neutral", "neutral", "neutral")
                        .progress()
                        .trend())
                .isEqualTo(EngagementTrend.STEADY);
    }

    @Test
    void threeInteractionsAreTooFewForATrend() {
        assertThat(new ALearner()
                        .feeling("engaged", "bored", "bored")
                        .progress()
                        .trend())
                .isNull();
    }
}
