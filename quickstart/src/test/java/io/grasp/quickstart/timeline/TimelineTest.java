package io.grasp.quickstart.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.quickstart.timeline.Moment.Alerted;
import io.grasp.quickstart.timeline.Moment.Written;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static Written only(Anna anna) {
        List<Moment> moments = Timeline.of(anna.records()).moments();
        assertThat(moments).hasSize(1);
        return (Written) moments.get(0);
    }

    @Property(tries = 100)
    void momentsStandInTheOrderOfEventTimeHoweverTheyWereRead(
            @ForAll @UniqueElements List<@IntRange(max = 500) Integer> minutes, @ForAll long seed) {
        List<Integer> shuffled = new ArrayList<>(minutes);
        Collections.shuffle(shuffled, new Random(seed));
        Anna anna = new Anna();
        shuffled.forEach(anna::wrote);

        assertThat(Timeline.of(anna.records()).moments())
                .hasSameSizeAs(minutes)
                .extracting(Moment::at)
                .isSorted();
    }

    @Test
    void whatFollowedFromAnInteractionStandsWithIt() {
        Written written = only(new Anna()
                .wrote(1)
                .classified(Anna.classification(1, Anna.level("novice", 0.7, false)))
                .stands(Anna.state(1))
                .gets(Anna.feedbackOn(1))
                .gets(Anna.recommendationOn(1))
                .alerts(Anna.alert(1))
                .isAskedFor(1, "low confidence")
                .labeled(Anna.label(1, "novice", List.of())));

        assertThat(written.classifications()).hasSize(1);
        assertThat(written.moves()).hasSize(1);
        assertThat(written.feedback()).hasSize(1);
        assertThat(written.recommendations()).hasSize(1);
        assertThat(written.alerts()).hasSize(1);
        assertThat(written.labelRequests()).hasSize(1);
        assertThat(written.label()).isPresent();
    }

    @Test
    void anAlertThatNoInteractionOfItsTimeExplainsStandsAlone() {
        Anna anna = new Anna().wrote(1).alerts(Anna.alert(7));

        assertThat(Timeline.of(anna.records()).moments().get(1)).isInstanceOf(Alerted.class);
    }

    @Test
    void whatTheInteractionsTopicNoLongerHoldsIsTakenFromTheLabel() {
        Written written = only(new Anna()
                .classified(Anna.classification(1, Anna.level("novice", 0.7, false)))
                .labeled(Anna.label(1, "novice", List.of())));

        assertThat(written.interaction()).contains(Anna.interaction(1));
    }

    @Test
    void aScopeIncludesItsBeginningAndNotItsEnd() {
        Anna anna = new Anna().wrote(1).wrote(2).wrote(3);
        Scope scope = new Scope(Optional.of(Anna.FRACTIONS), Anna.minute(2), Anna.minute(3));

        assertThat(Timeline.of(anna.records()).within(scope).moments())
                .extracting(Moment::at)
                .containsExactly(Anna.minute(2));
    }

    @Test
    void whatIsAboutTheStudentAsAWholeBelongsToEveryLearningTopic() {
        Anna anna =
                new Anna().wrote(1).alerts(Anna.alert(7).setLearningTopic(null)).asksForErasure(9);
        Scope scope = new Scope(Optional.of("physics.forces"), Scope.ALL.from(), Scope.ALL.until());

        assertThat(Timeline.of(anna.records()).within(scope).moments()).hasSize(2);
    }
}
