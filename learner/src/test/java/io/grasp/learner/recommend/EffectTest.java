package io.grasp.learner.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EffectTest {
    private static final Situation NOVICE = new Situation.AtLevel("novice");

    @Provide
    static Arbitrary<List<Double>> outcomes() {
        return Arbitraries.doubles().between(0, 1).list().ofMaxSize(50);
    }

    private static Effect after(List<Double> outcomes) {
        Effect effect = Effect.UNKNOWN;
        for (double helped : outcomes) {
            effect = effect.after(new Outcome("video", NOVICE, helped));
        }
        return effect;
    }

    @Test
    void anOutcomeIsThatMuchOfASuccessAndTheRestOfAFailure() {
        Beta posterior = after(List.of(1.0, 0.0, 0.25)).posterior(new Beta(2, 2));

        assertThat(posterior).isEqualTo(new Beta(3.25, 3.75));
        assertThat(posterior.mean()).isEqualTo(3.25 / 7);
    }

    @Test
    void withoutOutcomesThePriorStays() {
        assertThat(Effect.UNKNOWN.posterior(new Beta(1, 3))).isEqualTo(new Beta(1, 3));
    }

    @Property
    void everyOutcomeCountsOnceInWhateverOrder(@ForAll("outcomes") List<Double> outcomes, @ForAll long seed) {
        List<Double> shuffled = new ArrayList<>(outcomes);
        Collections.shuffle(shuffled, new Random(seed));
        Beta posterior = after(outcomes).posterior(Beta.FLAT);

        assertThat(posterior.alpha() + posterior.beta()).isCloseTo(2 + outcomes.size(), within(1e-9));
        assertThat(after(shuffled).posterior(Beta.FLAT).alpha()).isCloseTo(posterior.alpha(), within(1e-9));
    }

    @Property
    void aBetterOutcomeMakesForABetterMean(
            @ForAll("outcomes") List<Double> outcomes, @ForAll("outcomes") List<Double> two) {
        if (two.size() < 2) {
            return;
        }
        Effect effect = after(outcomes);
        Effect worse = effect.after(new Outcome("video", NOVICE, Math.min(two.get(0), two.get(1))));
        Effect better = effect.after(new Outcome("video", NOVICE, Math.max(two.get(0), two.get(1))));

        assertThat(better.posterior(Beta.FLAT).mean())
                .isGreaterThanOrEqualTo(worse.posterior(Beta.FLAT).mean());
    }

    @Test
    void anEffectThatNoOutcomesCanHaveIsRefused() {
        assertThatThrownBy(() -> new Effect(2.5, 2)).hasMessageContaining("can't sum up to 2.5 in 2");
        assertThatThrownBy(() -> new Effect(Double.NaN, 2)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Outcome("video", NOVICE, 1.5)).hasMessageContaining("not 1.5");
    }
}
