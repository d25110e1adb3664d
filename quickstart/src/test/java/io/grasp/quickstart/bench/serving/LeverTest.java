package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeverTest {
    private final Variant variant =
            new Variant("grasp", Path.of("a"), Map.of("stream.threads", "2", "inference.threads", "1"));

    @Test
    void aLeverChangesItsSettingsAndLeavesTheOthers() {
        Variant pulled = variant.with(Lever.parse("no memory: inference.remembered.answers=0, inference.threads=2"));

        assertThat(pulled)
                .isEqualTo(new Variant(
                        "no memory",
                        Path.of("a"),
                        Map.of("stream.threads", "2", "inference.threads", "2", "inference.remembered.answers", "0")));
    }

    @Test
    void aLeverMayBeAnotherPackage() {
        Variant pulled = variant.with(Lever.parse("small:model=b"));

        assertThat(pulled).isEqualTo(new Variant("small", Path.of("b"), variant.settings()));
    }

    @Test
    void whatIsNoLeverIsRefusedWithHowToWriteOne() {
        for (String option : new String[] {"", "name", ":a=b", "name:", "name:a", "name:a=b,,c=d"}) {
            assertThatThrownBy(() -> Lever.parse(option)).hasMessageContaining("write NAME:key=value");
        }
    }
}
