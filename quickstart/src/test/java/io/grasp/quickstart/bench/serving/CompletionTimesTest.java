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

        assertThat(new CompletionTimes(nanos).perSecond()).isCloseTo(1000, offset(1e-6));
    }

    @Test
    void aSlowBeginningDoesNotCount() {
        List<Long> nanos = new ArrayList<>();
        nanos.add(0L);
        LongStream.range(0, 99).forEach(at -> nanos.add((5_000 + at) * MILLI));

        assertThat(new CompletionTimes(nanos).perSecond()).isCloseTo(1000, offset(1e-6));
    }

    @Test
    void whatIsCommittedTogetherWithTheBeginningDoesNotCountEither() {
        List<Long> nanos = new ArrayList<>();
        for (int transaction = 0; transaction < 10; transaction++) {
            for (int each = 0; each < 10; each++) {
                nanos.add(transaction * 100L * MILLI);
            }
        }

        assertThat(new CompletionTimes(nanos).perSecond()).isCloseTo(100, offset(1e-6));
    }

    @Test
    void theClockRunsFromTheBeginningThatDoesNotCountToTheLastPiece() {
        CompletionTimes times =
                new CompletionTimes(LongStream.rangeClosed(1, 100).boxed().toList());

        assertThat(times.start()).isEqualTo(5);
        assertThat(times.end()).isEqualTo(100);
        assertThat(times.counted()).isEqualTo(95);
    }

    @Test
    void oneMomentTellsNoSpeed() {
        assertThatThrownBy(() -> new CompletionTimes(List.of(7L, 7L)).perSecond())
                .hasMessageContaining("Give more rows");
        assertThatThrownBy(() -> new CompletionTimes(List.of()).perSecond()).hasMessageContaining("Give more rows");
    }
}
