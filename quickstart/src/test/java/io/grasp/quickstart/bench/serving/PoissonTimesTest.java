package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PoissonTimesTest {
    private static final int MANY = 100_000;

    @Test
    void asManyAreDueASecondAsTheRateSays() {
        PoissonTimes times = new PoissonTimes(250, 7);
        long last = LongStream.generate(times::next).limit(MANY).max().orElseThrow();

        assertThat(MANY / (last / 1e9)).isCloseTo(250, within(2.5));
    }

    @Test
    void pausesVaryAsMuchAsThoseOfIndependentArrivals() {
        PoissonTimes times = new PoissonTimes(1000, 7);
        double[] pauses = new double[MANY];
        long before = 0;
        for (int i = 0; i < MANY; i++) {
            long next = times.next();
            pauses[i] = (next - before) / 1e6;
            before = next;
        }
        double mean = LongStream.range(0, MANY)
                .mapToDouble(i -> pauses[(int) i])
                .average()
                .orElseThrow();
        double variance = LongStream.range(0, MANY)
                .mapToDouble(i -> (pauses[(int) i] - mean) * (pauses[(int) i] - mean))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(1, within(0.02));
        assertThat(variance)
                .as("of an exponential distribution: the mean squared")
                .isCloseTo(1, within(0.05));
    }

    @Test
    void theSameSeedGivesTheSameTimes() {
        PoissonTimes times = new PoissonTimes(10, 7);
        PoissonTimes again = new PoissonTimes(10, 7);

        assertThat(LongStream.generate(times::next).limit(20).toArray())
                .isSorted()
                .isEqualTo(LongStream.generate(again::next).limit(20).toArray());
    }
}
