package io.grasp.trainer.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.trainer.calibrate.PrecisionThreshold.Judged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrecisionThresholdTest {
    private static List<Judged> rows(int count, boolean isRight, double confidence) {
        List<Judged> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Judged(confidence, isRight));
        }
        return rows;
    }

    /** Rows on a grid of confidences, so that there are ties, that are right as often as they are confident. */
    private static List<Judged> honest(Random random, int count) {
        return random.doubles(count, 1 / 3.0, 1)
                .mapToObj(confidence -> Math.rint(confidence * 500) / 500)
                .map(confidence -> new Judged(confidence, random.nextDouble() < confidence))
                .collect(Collectors.toList());
    }

    private static OptionalDouble precision(List<Judged> rows, double from) {
        return rows.stream()
                .filter(row -> row.confidence() >= from)
                .mapToInt(row -> row.isRight() ? 1 : 0)
                .average();
    }

    @Property
    void onTheRowsThatItWasFittedOnTheWantedPrecisionHolds(
            @ForAll long seed,
            @ForAll @IntRange(max = 300) int count,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double wanted) {
        List<Judged> rows = honest(new Random(seed), count);
        PrecisionThreshold.lowest(rows, wanted)
                .ifPresent(
                        from -> assertThat(precision(rows, from).orElseThrow()).isGreaterThanOrEqualTo(wanted));
    }

    @Property(tries = 200)
    void theOrderOfRowsDoesNotMatter(@ForAll long seed, @ForAll @IntRange(max = 100) int count) {
        List<Judged> rows = honest(new Random(seed), count);
        List<Judged> reversed = new ArrayList<>(rows);
        Collections.reverse(reversed);
        assertThat(PrecisionThreshold.lowest(reversed, 0.7)).isEqualTo(PrecisionThreshold.lowest(rows, 0.7));
    }

    @Test
    void itIsTheLowestHalfwayToTheNextConfidence() {
        List<Judged> rows = new ArrayList<>(rows(60, true, 0.9));
        rows.addAll(rows(20, true, 0.8));
        rows.addAll(rows(20, false, 0.5));
        assertThat(PrecisionThreshold.lowest(rows, 0.9).orElseThrow()).isCloseTo(0.65, within(1e-12));
        assertThat(PrecisionThreshold.lowest(rows, 0.7)).hasValue(0);
    }

    @Test
    void rowsOfOneConfidenceAreDecidedAllOrNone() {
        List<Judged> rows = new ArrayList<>(rows(60, true, 0.8));
        rows.addAll(rows(60, false, 0.8));
        assertThat(PrecisionThreshold.lowest(rows, 0.9)).isEmpty();
    }

    @Test
    void aFewRightDecisionsMayBeLuck() {
        // Wilson: of n rows that are all right, the lower end is n / (n + 1.2816²)
        assertThat(PrecisionThreshold.lowest(rows(14, true, 0.8), 0.9)).isEmpty();
        assertThat(PrecisionThreshold.lowest(rows(15, true, 0.8), 0.9)).hasValue(0);
        assertThat(PrecisionThreshold.lowest(List.of(), 0.1)).isEmpty();
    }

    /** Where the share itself is what counts, it is more than half of the models. */
    @Test
    void onOtherRowsAboutOneModelInTenMissesTheWantedPrecision() {
        Random random = new Random(5);
        List<Judged> others = honest(random, 100_000);
        int missed = 0;
        for (int model = 0; model < 200; model++) {
            double from = PrecisionThreshold.lowest(honest(random, 200), 0.85).orElse(1);
            missed += precision(others, from).orElse(1) < 0.85 ? 1 : 0;
        }
        assertThat(missed).isBetween(2, 40);
    }
}
