package io.grasp.trainer.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void theEighthLabelIsEnoughWhoeverUsedTheSevenBefore() {
        assertThat(new Tally(7, 7).hasReached(8)).isFalse();
        assertThat(new Tally(8, 8).hasReached(8)).isTrue();
        assertThat(new Tally(8, 1).hasReached(8)).isTrue();
    }

    @Test
    void whatATrainingCouldNotLearnIsTriedAgainOnlyWithAsManyMore() {
        assertThat(new Tally(8, 0).hasReached(8)).isFalse();
        assertThat(new Tally(9, 1).hasReached(8)).isFalse();
        assertThat(new Tally(15, 7).hasReached(8)).isFalse();
        assertThat(new Tally(16, 8).hasReached(8)).isTrue();
    }

    @Test
    void moreUnusedThanThereAreIsAMistake() {
        assertThatThrownBy(() -> new Tally(1, 2)).hasMessage("Of 1 labels, 2 can't be unused");
    }
}
