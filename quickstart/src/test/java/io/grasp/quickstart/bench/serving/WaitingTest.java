package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final String VERSION = "v000001";

    private final Waiting waiting = new Waiting();

    @BeforeEach
    void aVersionServes() {
        waiting.announced(VERSION);
    }

    @Test
    void aSystemThatStopsForASecondIsSlowForAllThatWereDueMeanwhile() {
        // one is due each millisecond; the system stands still for a second, then answers all of them at once
        for (int i = 0; i < 1000; i++) {
            waiting.due("stalled-" + i, millis(i));
        }
        for (int i = 0; i < 1000; i++) {
            waiting.classified("stalled-" + i, VERSION, millis(1000));
        }
        // and then each within a millisecond
        for (int i = 0; i < 1000; i++) {
            waiting.due("quick-" + i, millis(1000 + i));
            waiting.classified("quick-" + i, VERSION, millis(1001 + i));
        }

        Histogram latencies = waiting.giveUp(millis(2001)).latencies();

        assertThat(latencies.getTotalCount()).isEqualTo(2000);
        assertThat(latencies.getValueAtPercentile(75) / 1e3)
                .as("half of all waited, half a second on average")
                .isCloseTo(500, within(5.0));
        assertThat(latencies.getMaxValue() / 1e3).isCloseTo(1000, within(1.0));
    }

    @Test
    void whatIsNeverAnsweredIsMissingAndWaitedLongest() {
        waiting.due("answered", millis(0));
        waiting.due("lost", millis(10));
        waiting.classified("answered", VERSION, millis(5));
        assertThat(waiting.size()).isEqualTo(1);

        Waiting.Waited waited = waiting.giveUp(millis(60_010));

        assertThat(waited.failures()).isEqualTo(new Failures(1, 0, 0, 0));
        assertThat(waited.latencies().getTotalCount()).isEqualTo(2);
        assertThat(waited.latencies().getMaxValue() / 1e3).isCloseTo(60_000, within(100.0));
    }

    @Test
    void aSecondAnswerIsARepetition() {
        waiting.due("asked", millis(0));
        waiting.classified("asked", VERSION, millis(1));
        waiting.classified("asked", VERSION, millis(2));

        assertThat(waiting.giveUp(millis(3)).failures()).isEqualTo(new Failures(0, 1, 0, 0));
    }

    @Test
    void anAnswerOfAVersionThatNobodyAnnouncedIsAFailure() {
        waiting.due("asked", millis(0));
        waiting.due("asked too", millis(0));
        waiting.classified("asked", "v000002", millis(1));
        waiting.announced("v000002");
        waiting.classified("asked too", "v000002", millis(1));

        assertThat(waiting.giveUp(millis(3)).failures()).isEqualTo(new Failures(0, 0, 0, 1));
    }

    @Test
    void aDeadLetterIsOneAndItsInteractionIsMissing() {
        waiting.due("asked", millis(0));
        waiting.setAside();

        assertThat(waiting.giveUp(millis(3)).failures().total()).isEqualTo(2);
    }

    @Test
    void whatWasCountedIsCountedOnce() {
        waiting.due("asked", millis(0));
        waiting.setAside();
        assertThat(waiting.giveUp(millis(3)).failures().total()).isEqualTo(2);

        Waiting.Waited after = waiting.giveUp(millis(4));

        assertThat(after.failures().total()).isZero();
        assertThat(after.latencies().getTotalCount()).isZero();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
