package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CompletionTimesTest {
    private static final long MILLI = 1_000_000;

    @Test
    void workThatIsDoneEachMillisecondIsAThousandASecond() {
        List<Long> nanos = new ArrayList<>(
                LongStream.range(0, 500).map(at -> at * MILLI).boxed().toList());
        Collections.shuffle(nanos);

        assertThat(new CompletionTimes(nanos, 0).perSecond()).isCloseTo(1000, offset(1e-6));
    }

    @Test
    void aSlowBeginningDoesNotCount() {
        List<Long> nanos = new ArrayList<>();
        nanos.add(0L);
        LongStream.range(0, 99).forEach(at -> nanos.add((5_000 + at) * MILLI));

        assertThat(new CompletionTimes(nanos, 0).perSecond()).isCloseTo(1000, offset(1e-6));
    }

    @Test
    void whatIsCommittedTogetherWithTheBeginningDoesNotCountEither() {
        List<Long> nanos = new ArrayList<>();
        for (int transaction = 0; transaction < 10; transaction++) {
            for (int each = 0; each < 10; each++) {
                nanos.add(transaction * 100L * MILLI);
            }
        }

        assertThat(new CompletionTimes(nanos, 0).perSecond()).isCloseTo(100, offset(1e-6));
    }

    @Test
    void theClockRunsFromTheBeginningThatDoesNotCountToTheLastPiece() {
        CompletionTimes times =
                new CompletionTimes(LongStream.rangeClosed(1, 100).boxed().toList(), 0);

        assertThat(times.start()).isEqualTo(5);
        assertThat(times.end()).isEqualTo(100);
        assertThat(times.counted()).isEqualTo(95);
    }

    @Test
    void asManyAsWarmUpDoNotCount() {
        List<Long> nanos = new ArrayList<>();
        LongStream.range(0, 50).forEach(at -> nanos.add(at * 100 * MILLI));
        LongStream.range(0, 100).forEach(at -> nanos.add((5_000 + at) * MILLI));

        assertThat(new CompletionTimes(nanos, 50).perSecond()).isCloseTo(1000, offset(1e-6));
    }

    @Test
    void oneMomentTellsNoSpeed() {
        assertThatThrownBy(() -> new CompletionTimes(List.of(7L, 7L), 0).perSecond())
                .hasMessageContaining("Give more rows");
        assertThatThrownBy(() -> new CompletionTimes(List.of(), 0).perSecond()).hasMessageContaining("Give more rows");
    }
}
