package io.grasp.streams.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HonestSampleTest {
    @Test
    void itIsAsLargeAsItsRateSays() {
        long sampled = IntStream.range(0, 100_000)
                .filter(i -> new HonestSample(0.02).includes("interaction-" + i))
                .count();

        // Six standard deviations of a fair draw.
        assertThat(sampled).isBetween(1_735L, 2_265L);
    }

    @Test
    void aRateOfOneTakesAllAndOfNothingNone() {
        assertThat(IntStream.range(0, 1_000)).allSatisfy(i -> {
            assertThat(new HonestSample(1).includes("interaction-" + i)).isTrue();
            assertThat(new HonestSample(0).includes("interaction-" + i)).isFalse();
        });
    }

    @Test
    void aLargerSampleHoldsTheSmallerOne() {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(i -> "interaction-" + i)
                        .filter(new HonestSample(0.01)::includes))
                .allMatch(new HonestSample(0.05)::includes);
    }
}
