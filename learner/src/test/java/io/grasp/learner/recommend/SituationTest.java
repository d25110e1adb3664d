package io.grasp.learner.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class SituationTest {
    /** Stores have them as keys. */
    @Test
    void keysStayAsTheyAre() {
        assertThat(new Situation.Misconceived("fractions.gap-thinking").key())
                .isEqualTo("misconception:fractions.gap-thinking");
        assertThat(new Situation.AtLevel("novice").key()).isEqualTo("level:novice");
    }

    @Property
    void aKeyReadsAsItsSituation(@ForAll @NotBlank String name) {
        Situation misconceived = new Situation.Misconceived(name);
        Situation atLevel = new Situation.AtLevel(name);

        assertThat(Situation.of(misconceived.key())).isEqualTo(misconceived);
        assertThat(Situation.of(atLevel.key())).isEqualTo(atLevel);
        assertThat(misconceived.key()).isNotEqualTo(atLevel.key());
    }

    @Test
    void whatIsNoSituationIsRefused() {
        assertThatThrownBy(() -> Situation.of("novice")).hasMessageContaining("'novice' is no situation");
        assertThatThrownBy(() -> new Situation.AtLevel(" ")).hasMessageContaining("the name of its level");
    }
}
