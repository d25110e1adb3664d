package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.trainer.arguments.SamplingStrategy;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EpochPlanTest {
    private static int[] lengthsOf(int rows) {
        return IntStream.range(0, rows).map(row -> 5 + row * 37 % 113).toArray();
    }

    private static int padded(EpochPlan plan, int[] lengths) {
        return plan.from(0).stream()
                .mapToInt(batch -> batch.size()
                        * batch.stream().mapToInt(row -> lengths[row]).max().orElse(0))
                .sum();
    }

    @Property
    void everyRowComesOnceInBatchesOfWhichOnlyTheLastMayBeSmaller(
            @ForAll @Size(max = 300) List<@IntRange(min = 1, max = 128) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 33) int batchSize,
            @ForAll SamplingStrategy strategy,
            @ForAll long seed,
            @ForAll @IntRange(max = 20) int epoch) {
        int[] of = lengths.stream().mapToInt(Integer::intValue).toArray();
        EpochPlan plan = EpochPlan.of(of, batchSize, strategy, seed, epoch);

        assertThat(plan.from(0).stream().flatMap(Collection::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, of.length).boxed().toList());
        assertThat(plan.size()).isEqualTo((of.length + batchSize - 1) / batchSize);
        for (int batch = 0; batch < plan.size() - 1; batch++) {
            assertThat(plan.batch(batch)).hasSize(batchSize);
        }
    }

    @Property(tries = 200)
    void anEpochCanBeResumedAtAnyBatch(
            @ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll SamplingStrategy strategy,
            @ForAll long seed,
            @ForAll @IntRange(max = 20) int done) {
        int[] lengths = lengthsOf(rows);
        EpochPlan first = EpochPlan.of(lengths, 8, strategy, seed, 3);
        EpochPlan again = EpochPlan.of(lengths, 8, strategy, seed, 3);
        int from = Math.min(done, first.size());
        assertThat(again.from(from)).isEqualTo(first.from(0).subList(from, first.size()));
    }

    @Test
    void theSeedAndTheEpochChangeTheOrder() {
        int[] lengths = lengthsOf(64);
        for (SamplingStrategy strategy : List.of(SamplingStrategy.RANDOM, SamplingStrategy.GROUP_BY_LENGTH)) {
            List<List<Integer>> order = EpochPlan.of(lengths, 8, strategy, 1, 0).from(0);
            assertThat(EpochPlan.of(lengths, 8, strategy, 2, 0).from(0)).isNotEqualTo(order);
            assertThat(EpochPlan.of(lengths, 8, strategy, 1, 1).from(0)).isNotEqualTo(order);
        }
    }

    /** What a seed means must not change, or a checkpoint would be resumed with other batches. */
    @Test
    void aSeedMeansTheSameOrderForEver() {
        assertThat(EpochPlan.of(lengthsOf(10), 4, SamplingStrategy.RANDOM, 42, 0)
                        .from(0))
                .hasToString("[[0, 4, 1, 2], [7, 8, 9, 5], [3, 6]]");
        assertThat(EpochPlan.of(lengthsOf(10), 2, SamplingStrategy.GROUP_BY_LENGTH, 42, 1)
                        .from(0))
                .hasToString("[[3, 1], [9, 5], [2, 8], [4, 0], [6, 7]]");
    }

    @Test
    void sequentialIsTheOrderOfTheRows() {
        assertThat(EpochPlan.of(lengthsOf(5), 2, SamplingStrategy.SEQUENTIAL, 42, 7)
                        .from(0))
                .isEqualTo(List.of(List.of(0, 1), List.of(2, 3), List.of(4)));
    }

    @Test
    void groupingByLengthPadsLessAndBeginsWithTheLongest() {
        int[] lengths = lengthsOf(2000);
        EpochPlan grouped = EpochPlan.of(lengths, 16, SamplingStrategy.GROUP_BY_LENGTH, 42, 0);
        EpochPlan random = EpochPlan.of(lengths, 16, SamplingStrategy.RANDOM, 42, 0);
        int tokens = IntStream.of(lengths).sum();
        assertThat(padded(grouped, lengths)).isLessThan(tokens * 11 / 10);
        assertThat(padded(random, lengths)).isGreaterThan(tokens * 3 / 2);
        assertThat(grouped.batch(0)).anyMatch(row -> lengths[row] == 117);
    }
}
