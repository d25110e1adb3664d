package io.grasp.quickstart.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.quickstart.timeline.Moment.Recomputed;
import io.grasp.quickstart.timeline.Moment.Written;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateHistoryTest {
    private static List<StateMove> moves(Anna anna) {
        return StateHistory.of(anna.records()).moves();
    }

    @Test
    void eachMoveBelongsToTheInteractionThatIsNewInIt() {
        List<StateMove> moves = moves(new Anna().stands(Anna.state(1)).stands(Anna.state(2)));

        assertThat(moves).extracting(move -> move.interactionId().orElse("")).containsExactly("i-1", "i-2");
        assertThat(moves).noneMatch(StateMove::isBeforeLost);
        assertThat(moves.get(0).before()).isEmpty();
        assertThat(moves.get(1).before()).contains(moves.get(0).after());
    }

    @Test
    void aLateInteractionIsFoundWhereverItStandsAmongTheOthers() {
        List<StateMove> moves = moves(new Anna()
                .stands(Anna.state(2))
                .stands(Anna.state(3).setLastInteractionIds(List.of("i-1", "late", "i-2"))));

        assertThat(moves.get(1).interactionId()).contains("late");
    }

    @Test
    void whereMoreThanOneInteractionIsNewWhatWasBeforeIsLost() {
        List<StateMove> moves =
                moves(new Anna().stands(Anna.state(4)).stands(Anna.state(5)).stands(Anna.state(9)));

        assertThat(moves).extracting(StateMove::isBeforeLost).containsExactly(true, false, true);
        assertThat(moves.get(2).before()).isEmpty();
        assertThat(moves.get(2).interactionId()).contains("i-9");
    }

    @Test
    void aMemoryThatIsFullForgetsOneWithEachThatComes() {
        List<StateMove> moves = moves(
                new Anna().stands(Anna.state(2)).stands(Anna.state(2).setLastInteractionIds(List.of("i-2", "i-3"))));

        assertThat(moves.get(1).interactionId()).contains("i-3");
        assertThat(moves.get(1).before()).isPresent();
    }

    @Test
    void aStateThatBeganAnewAfterAnErasureHadNothingBefore() {
        List<StateMove> moves =
                moves(new Anna().stands(Anna.state(3)).isErased(4).stands(Anna.state(1)));

        assertThat(moves.get(1).isBeforeLost()).isFalse();
        assertThat(moves.get(1).before()).isEmpty();
    }

    @Test
    void aStateOfTheSameInteractionsWasMovedByTheLabelOfItsTime() {
        Anna anna = new Anna()
                .labeled(Anna.label(1, "novice", List.of()))
                .stands(Anna.state(2))
                .standsCorrected(
                        Anna.state(2), Anna.label(1, "novice", List.of()).getLabeledAt());

        StateMove correction = moves(anna).get(1);
        assertThat(correction.interactionId()).contains("i-1");
        assertThat(correction.isCorrection()).isTrue();
        assertThat(correction.before()).isPresent();
    }

    @Test
    void aStateOfTheSameInteractionsThatNothingExplainsStandsAlone() {
        Anna anna = new Anna()
                .wrote(1)
                .stands(Anna.state(1).setLevel("novice"))
                .standsCorrected(Anna.state(1).setLevel("advanced"), Anna.minute(5));

        assertThat(Timeline.of(anna.records()).moments())
                .hasSize(2)
                .anySatisfy(moment -> assertThat(moment).isInstanceOf(Written.class))
                .anySatisfy(moment -> assertThat(moment).isInstanceOf(Recomputed.class));
    }
}
