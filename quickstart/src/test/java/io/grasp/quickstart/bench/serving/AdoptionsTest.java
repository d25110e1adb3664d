package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdoptionsTest {
    private final Adoptions adoptions = new Adoptions(2);

    @Test
    void aVersionIsAdoptedWhenEveryPartitionHasIt() {
        adoptions.adopted(0, "v000001");
        assertThat(adoptions.everywhere("v000001")).isFalse();
        adoptions.adopted(1, "v000001");
        assertThat(adoptions.everywhere("v000001")).isTrue();
    }

    @Test
    void theLatestAdoptionOfAPartitionHolds() {
        adoptions.adopted(0, "v000001");
        adoptions.adopted(1, "v000001");
        adoptions.adopted(0, "v000002");
        assertThat(adoptions.everywhere("v000001")).isFalse();
        adoptions.adopted(1, "v000002");
        assertThat(adoptions.everywhere("v000002")).isTrue();
    }
}
