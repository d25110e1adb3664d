package io.grasp.quickstart.screen;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void aShortTextIsShownWhole() {
        assertThat(Excerpt.of("  half of it ", 10)).isEqualTo("half of it");
    }

    @Test
    void aLongTextEndsWithDots() {
        assertThat(Excerpt.of("because the bottoms differ", 12)).isEqualTo("because the…");
    }

    @Test
    void whatCommandsATerminalIsShownAsSpace() {
        assertThat(Excerpt.of("a\u001b[2Jb\nc\u202ed", 20)).isEqualTo("a [2Jb c d");
    }

    @Property
    void nothingIsWiderThanItsCellOrInvisible(@ForAll String text, @ForAll @IntRange(min = 1, max = 60) int width) {
        String shown = Excerpt.of(text, width);

        assertThat(shown.codePoints().count()).isLessThanOrEqualTo(width);
        assertThat(shown.codePoints()).noneMatch(Character::isISOControl);
    }
}
