package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CpuTimesTest {
    private final CpuTimes times = new CpuTimes();

    @Test
    void whatWasUsedBetweenTwoLooksIsSpreadEvenly() {
        times.add(100, OptionalLong.of(10));
        times.add(200, OptionalLong.of(20));
        times.add(300, OptionalLong.of(120));

        assertThat(times.nanosBetween(150, 250)).hasValue(70 - 15);
        assertThat(times.nanosBetween(100, 300)).hasValue(110);
        assertThat(times.nanosBetween(200, 200)).hasValue(0);
    }

    @Test
    void nothingIsKnownWithoutALookBeforeAndOneAfter() {
        assertThat(times.nanosBetween(100, 200)).isEmpty();
        times.add(150, OptionalLong.of(10));
        times.add(200, OptionalLong.of(20));

        assertThat(times.nanosBetween(100, 180)).isEmpty();
        assertThat(times.nanosBetween(160, 201)).isEmpty();
    }

    @Test
    void aLookThatSawNothingIsNone() {
        times.add(100, OptionalLong.of(10));
        times.add(200, OptionalLong.empty());

        assertThat(times.nanosBetween(100, 200)).isEmpty();
    }
}
