package io.grasp.learner.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class OpenTrialTest {
    private static final Situation NOVICE = new Situation.AtLevel("novice");
    private static final Candidate VIDEO = new Candidate("video", NOVICE, Set.of(Fit.LEVEL));

    @Provide
    static Arbitrary<List<Double>> masteries() {
        return Arbitraries.doubles().between(0, 1).list().ofMinSize(1).ofMaxSize(10);
    }

    @Test
    void theOutcomeIsTheShareOfWhatWasLackingThatWasLearnt() {
        Trial trial = OpenTrial.of(VIDEO, 0.5, 2).orElseThrow().after(0.3);

        assertThat(trial).isEqualTo(new OpenTrial("video", NOVICE, 0.5, 1));
        assertThat(((OpenTrial) trial).after(0.75)).isEqualTo(new Outcome("video", NOVICE, 0.5));
    }

    @Test
    void aLossHasNotHelped() {
        assertThat(new OpenTrial("video", NOVICE, 0.5, 1).after(0.2)).isEqualTo(new Outcome("video", NOVICE, 0));
    }

    @Test
    void whoHasMasteredItIsNotOnTrial() {
        assertThat(OpenTrial.of(VIDEO, 0.95, 5)).isEmpty();
    }

    @Property
    void theOutcomeIsKnownAfterExactlyThatManyInteractions(
            @ForAll("masteries") List<Double> masteries, @ForAll @DoubleRange(min = 0, max = 0.94) double before) {
        Trial trial = OpenTrial.of(VIDEO, before, masteries.size()).orElseThrow();
        for (double mastery : masteries) {
            assertThat(trial).isInstanceOf(OpenTrial.class);
            trial = ((OpenTrial) trial).after(mastery);
        }

        assertThat(trial)
                .isInstanceOfSatisfying(
                        Outcome.class, outcome -> assertThat(outcome.helped()).isBetween(0.0, 1.0));
    }

    @Test
    void whatIsNoTrialIsRefused() {
        assertThatThrownBy(() -> new OpenTrial("video", NOVICE, 0.99, 1)).hasMessageContaining("not at 0.99");
        assertThatThrownBy(() -> new OpenTrial("video", NOVICE, 0.5, 0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new OpenTrial("video", NOVICE, 0.5, 1).after(Double.NaN))
                .hasMessageContaining("not NaN");
    }
}
