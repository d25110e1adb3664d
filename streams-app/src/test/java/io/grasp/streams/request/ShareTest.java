package io.grasp.streams.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ShareTest {
    @Property
    void theSharesOfAllPartitionsAddUpToTheBudgetEveryDay(
            @ForAll @IntRange(max = 1_000) int budget,
            @ForAll @IntRange(min = 1, max = 64) int partitions,
            @ForAll @LongRange(min = 0, max = 100_000) long day,
            @ForAll String salt) {
        assertThat(IntStream.range(0, partitions)
                        .map(partition -> new Share(partition, partitions).of(budget, day, salt))
                        .sum())
                .isEqualTo(budget);
    }

    @Property
    void noPartitionIsForgottenForMoreDaysThanThereArePartitions(
            @ForAll @IntRange(min = 1, max = 50) int budget,
            @ForAll @IntRange(min = 1, max = 64) int partitions,
            @ForAll @LongRange(min = 0, max = 100_000) long day,
            @ForAll String salt) {
        assertThat(IntStream.range(0, partitions)
                        .map(later -> new Share(0, partitions).of(budget, day + later, salt))
                        .sum())
                .isEqualTo(budget);
    }
}
