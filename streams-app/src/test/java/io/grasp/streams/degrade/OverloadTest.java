package io.grasp.streams.degrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OverloadTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-02T12:00:00.123Z"), ZoneOffset.UTC);

    private long lag;

    @Test
    void beginsWhenMoreWaitsThanIsSetAndEndsWhenLessThanHalfOfItDoes() {
        Overload overload = new Overload(new DegradeSettings(100, 10), () -> lag, NOON);

        assertThat(inForceAt(overload, 100)).isFalse();
        assertThat(inForceAt(overload, 101)).isTrue();
        assertThat(inForceAt(overload, 50)).isTrue();
        assertThat(inForceAt(overload, 49)).isFalse();
        assertThat(inForceAt(overload, 100)).isFalse();
    }

    @Test
    void allowsNoMoreWordsAloneWhenAllWaitForCorrectionsThatMay() {
        Overload overload = new Overload(new DegradeSettings(100, 10), () -> 1_000, NOON);

        assertThat(overload.allowsWordsAlone(9)).isTrue();
        assertThat(overload.allowsWordsAlone(10)).isFalse();
    }

    @Test
    void neverBeginsUnlessItIsTurnedOn() {
        Overload overload = new Overload(DegradeSettings.OFF, () -> Long.MAX_VALUE, NOON);

        assertThat(overload.allowsWordsAlone(0)).isFalse();
        assertThat(overload.concern()).isEmpty();
    }

    @Test
    void anOperatorIsToldSinceWhenAndWhy() {
        Overload overload = new Overload(new DegradeSettings(100, 10), () -> lag, NOON);
        assertThat(overload.concern()).isEmpty();

        lag = 1_234;

        assertThat(overload.concern())
                .hasValueSatisfying(concern -> assertThat(concern)
                        .contains(
                                "by words alone since 2026-03-02T12:00:00Z",
                                "1234 of a partition",
                                "degrade.lag is 100"));
    }

    private boolean inForceAt(Overload overload, long now) {
        lag = now;
        return overload.allowsWordsAlone(0);
    }
}
