package io.grasp.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void theRestTakesAsLongAsItsShare() {
        Pace pace = new Pace(0, 25, 100, Duration.ofSeconds(10));
        assertThat(pace.perSecond()).isEqualTo(2.5);
        assertThat(pace.remaining()).contains(Duration.ofSeconds(30));
    }

    @Test
    void whatWasDoneBeforeAResumptionSaysNothingOfThePace() {
        Pace pace = new Pace(900, 910, 1000, Duration.ofSeconds(10));
        assertThat(pace.perSecond()).isEqualTo(1);
        assertThat(pace.remaining()).contains(Duration.ofSeconds(90));
    }

    @Test
    void theRestIsUnknownBeforeAnythingIsDoneAndWithoutATotal() {
        assertThat(new Pace(0, 0, 100, Duration.ofSeconds(10)).remaining()).isEmpty();
        assertThat(new Pace(0, 10, -1, Duration.ofSeconds(10)).remaining()).isEmpty();
        assertThat(new Pace(0, 10, 100, Duration.ZERO).remaining()).isEmpty();
    }
}
