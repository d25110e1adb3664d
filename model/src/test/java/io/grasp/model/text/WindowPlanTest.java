package io.grasp.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowPlanTest {
    private static final int NO_BOUND = Integer.MAX_VALUE;

    @Property
    void windowsCoverEveryTokenAndNeighboursShareAQuarter(
            @ForAll @IntRange(min = 1, max = 10_000) int excess, @ForAll @IntRange(min = 1, max = 500) int length) {
        WindowPlan plan = WindowPlan.of(length + excess, length, NO_BOUND);

        assertThat(plan.start(0)).isZero();
        assertThat(plan.start(plan.count() - 1) + length).isEqualTo(length + excess);
        for (int window = 1; window < plan.count(); window++) {
            assertThat(plan.start(window - 1) + length - plan.start(window)).isGreaterThanOrEqualTo(length / 4);
        }
    }

    @Property
    void beyondTheBoundWindowsLieEvenlyFromTheFirstTokenToTheLast(
            @ForAll @IntRange(min = 1, max = 100_000) int excess,
            @ForAll @IntRange(min = 1, max = 500) int length,
            @ForAll @IntRange(min = 2, max = 32) int most) {
        WindowPlan plan = WindowPlan.of(length + excess, length, most);

        assertThat(plan.count()).isBetween(2, most);
        assertThat(plan.start(0)).isZero();
        assertThat(plan.start(plan.count() - 1) + length).isEqualTo(length + excess);
        int even = excess / (plan.count() - 1);
        for (int window = 1; window < plan.count(); window++) {
            assertThat(plan.start(window) - plan.start(window - 1)).isBetween(even, even + 1);
        }
    }

    @Test
    void aTextThatIsHardlyTooLongTakesTwoWindows() {
        assertThat(WindowPlan.of(127, 126, 16).count()).isEqualTo(2);
    }

    @Test
    void withTheUsualBoundAnEssayOfTwoThousandTokensIsReadWithoutAGap() {
        WindowPlan plan = WindowPlan.of(2000, 126, InputLimits.USUAL_WINDOWS);

        BitSet read = new BitSet();
        IntStream.range(0, plan.count()).map(plan::start).forEach(start -> read.set(start, start + plan.length()));
        assertThat(read.cardinality()).isEqualTo(2000);
    }
}
