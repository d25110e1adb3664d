package io.grasp.learner.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRulesFileTest {
    @TempDir
    private Path directory;

    @Test
    void theShippedRulesAreOneOfEachKind() {
        assertThat(AlertRulesFile.shipped().all())
                .containsExactly(
                        new FallingMasteryRule("falling-mastery", Severity.WARNING, Duration.ofDays(7), 0.25),
                        new RepeatedMisconceptionRule(
                                "repeated-misconception", Severity.WARNING, Duration.ofDays(14), 3),
                        new EngagementRunRule(
                                "confusion", Severity.WARNING, Set.of("confused", "frustrated"), Duration.ofDays(3), 3),
                        new DisengagementRule("disengagement", Severity.INFO, Set.of("bored", "disengaged"), 6, 0.5),
                        new SilenceRule("silence", Severity.URGENT, 5, Duration.ofDays(14), Duration.ofDays(5)));
    }

    @Test
    void anEmptyFileTurnsAlertsOff() throws IOException {
        assertThat(AlertRulesFile.read(file("# none\n")).all()).isEmpty();
    }

    @Test
    void everyProblemIsNamedWithItsLineAndACure() throws IOException {
        Path file = file("""
                - name: falling
                  kind: falling-mastery
                  severity: loud
                  within: 7 days
                  dorp: 0.2
                - name: falling
                  kind: repeated-misconception
                  severity: info
                  within: 7d
                  times: 300
                - name: other
                  kind: rising
                - just text
                """);

        assertThatThrownBy(() -> AlertRulesFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        file.toString(),
                        "line 3: severity must be info, warning or urgent",
                        "line 4: within must be a duration such as 30m, 12h or 7d",
                        "line 5: dorp is unknown here; this kind of rule has name, kind, severity, drop, within",
                        "line 1: drop is missing; it must be a number above 0 and up to 1",
                        "line 10: times must be a whole number from 1 to 24",
                        "line 12: kind must be one of falling-mastery, repeated-misconception,",
                        "line 13 is no rule; write '- name: …'");
    }

    @Test
    void aNameThatIsTakenIsRefused() throws IOException {
        Path file = file("""
                - {name: a, kind: falling-mastery, severity: info, within: 7d, drop: 0.2}
                - {name: a, kind: falling-mastery, severity: info, within: 9d, drop: 0.3}
                """);

        assertThatThrownBy(() -> AlertRulesFile.read(file))
                .hasMessageContaining("line 2: the name a is taken; give each rule its own");
    }

    @Test
    void whatIsNoYamlIsRefusedByItsLine() throws IOException {
        Path file = file("- name: [a\n  kind: b\n");

        assertThatThrownBy(() -> AlertRulesFile.read(file)).hasMessageContaining("no YAML: line");
    }

    @Test
    void aMapInPlaceOfAListIsRefused() throws IOException {
        Path file = file("rules: []\n");

        assertThatThrownBy(() -> AlertRulesFile.read(file)).hasMessageContaining("line 1 is no list");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> AlertRulesFile.read(file))
                .hasMessageContainingAll(file.toString(), "is the file there");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("rules.yaml"), yaml);
    }
}
