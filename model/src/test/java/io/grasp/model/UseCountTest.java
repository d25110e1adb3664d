package io.grasp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UseCountTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final UseCount uses = new UseCount("The lamp", freed::incrementAndGet);

    @Test
    void theLastUserFreesItAndNobodyBefore() {
        assertThat(uses.retain()).isTrue();
        uses.release();
        assertThat(freed).hasValue(0);

        uses.release();
        assertThat(freed).hasValue(1);
    }

    @Test
    void whatIsFreedHasNoMoreUsers() {
        uses.release();

        assertThat(uses.retain()).isFalse();
        assertThat(freed).hasValue(1);
    }

    @Test
    void lettingGoOnceTooOftenIsToldAndFreesNothingAgain() {
        uses.release();

        assertThatThrownBy(uses::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The lamp was released more often than retained");
        assertThat(freed).hasValue(1);
    }
}
