package io.grasp.learner.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeedTest {
    /** Golden: if one of these changes, a replay of recorded seeds recommends something else. */
    @Test
    void recordedSeedsMeanWhatTheyAlwaysMeant() {
        assertThat(new Seed(42).of("fractions.cut-the-bar").value()).isEqualTo(-6159186375607664356L);
        assertThat(new Beta(2.5, 7.25)
                        .sample(new Seed(42).of("fractions.cut-the-bar").generator()))
                .isEqualTo(0.17005150854004986);
    }

    @Property
    void anotherNameOrAnotherSeedIsAnotherSeed(@ForAll long seed, @ForAll String name) {
        assertThat(new Seed(seed).of(name)).isEqualTo(new Seed(seed).of(name));
        assertThat(new Seed(seed).of(name)).isNotEqualTo(new Seed(seed).of(name + "1"));
        assertThat(new Seed(seed).of(name)).isNotEqualTo(new Seed(seed + 1).of(name));
    }
}
