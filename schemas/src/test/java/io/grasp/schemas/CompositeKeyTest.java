package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompositeKeyTest {
    private static final List<String> PIECES = List.of("/", "%", "%2F", "%25", "2F", "a", "é", "😀", " ", "");

    @Test
    void partsAreJoinedBySlashes() {
        assertThat(CompositeKey.of("s-1", "fractions.addition")).isEqualTo("s-1/fractions.addition");
        assertThat(CompositeKey.of("a/b", "50%")).isEqualTo("a%2Fb/50%25");
    }

    @Test
    void everyKeyGivesItsPartsBackAndNoTwoListsOfPartsShareAKey() {
        Random random = new Random(11);
        Map<String, List<String>> seen = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            List<String> parts = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(part -> anyText(random))
                    .toList();

            String key = CompositeKey.of(parts.toArray(String[]::new));

            assertThat(CompositeKey.parts(key)).isEqualTo(parts);
            assertThat(seen.merge(key, parts, (first, second) -> first)).isEqualTo(parts);
        }
    }

    @Test
    void aKeyThatWasNotComposedIsRefused() {
        assertThatThrownBy(() -> CompositeKey.parts("50%/x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CompositeKey.parts("a%2fb")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyWithoutPartsIsRefused() {
        assertThatThrownBy(CompositeKey::of).isInstanceOf(IllegalArgumentException.class);
    }

    private static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
