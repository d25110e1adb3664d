package io.grasp.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void theEnvironmentOverridesTheFile() {
        Settings settings = Settings.of(
                Map.of("model.store", "/file", "batch.max-size", "8"),
                Map.of("GRASP_MODEL_STORE", "/environment", "GRASP_BATCH_MAX_SIZE", "16"));

        assertThat(settings.required("model.store")).isEqualTo("/environment");
        assertThat(settings.integer("batch.max-size", 4, 1, 100)).isEqualTo(16);
        assertThatCode(settings::failIfInvalid).doesNotThrowAnyException();
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        Settings settings = Settings.of(Map.of("blank", "  "), Map.of());

        assertThat(settings.optional("blank", "default")).isEqualTo("default");
        assertThat(settings.integer("integer", 3, 1, 5)).isEqualTo(3);
        assertThat(settings.decimal("decimal", 0.5, 0, 1)).isEqualTo(0.5);
        assertThat(settings.duration("duration", Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.bytes("bytes", 7)).isEqualTo(7);
        assertThat(settings.flag("flag", true)).isTrue();
        assertThat(settings.list("list", List.of("a"))).containsExactly("a");
        assertThat(settings.path("path", Path.of("p"))).isEqualTo(Path.of("p"));
        assertThat(settings.path("no.path")).isEmpty();
        assertThatCode(settings::failIfInvalid).doesNotThrowAnyException();
    }

    @Test
    void oneStartShowsEveryProblemWithItsCure() {
        Settings settings = Settings.of(
                Map.of(
                        "cache.size",
                        "many",
                        "wait",
                        "soon",
                        "ratio",
                        "NaN",
                        "log.flag",
                        "yes",
                        "modle.store",
                        "/models"),
                Map.of("GRASP_MEMORY", "9MB"));
        settings.required("model.store");
        settings.required("kafka.bootstrap.servers");
        settings.integer("cache.size", 1, 1, 10);
        settings.duration("wait", Duration.ZERO);
        settings.decimal("ratio", 0.5, 0, 1);
        settings.flag("log.flag", false);
        settings.bytes("memory", 1);

        assertThatThrownBy(settings::failIfInvalid)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("Cannot start: "
                        + "model.store (or GRASP_MODEL_STORE) is not set: set it in the settings file or the"
                        + " environment; "
                        + "kafka.bootstrap.servers (or GRASP_KAFKA_BOOTSTRAP_SERVERS) is not set: set it in the"
                        + " settings"
                        + " file or the environment; "
                        + "cache.size (or GRASP_CACHE_SIZE) = many: write a whole number from 1 to 10; "
                        + "wait (or GRASP_WAIT) = soon: write a duration such as 250ms, 10s, 5m, 2h, 1d or PT1H30M; "
                        + "ratio (or GRASP_RATIO) = NaN: write a number from 0.0 to 1.0; "
                        + "log.flag (or GRASP_LOG_FLAG) = yes: write true or false; "
                        + "memory (or GRASP_MEMORY) = 9MB: write a size such as 4096, 512KiB, 64MiB or 2GiB; "
                        + "modle.store (or GRASP_MODLE_STORE) is not a setting: did you mean model.store (or"
                        + " GRASP_MODEL_STORE)?");
    }

    @Test
    void aMisspeltVariableIsAProblemButThoseOfOthersAreNot() {
        Settings settings = Settings.of(
                Map.of("model.store", "/models"),
                Map.of(
                        "GRASP_MODELSTORE",
                        "/other",
                        "GRASP_STREAMS_PORT_8080_TCP",
                        "tcp://10.0.0.1:8080",
                        "PATH",
                        "/bin"));
        settings.required("model.store");

        assertThatThrownBy(settings::failIfInvalid)
                .hasMessage("Cannot start: the environment variable GRASP_MODELSTORE is not a setting: did you mean"
                        + " GRASP_MODEL_STORE?");
    }

    @Test
    void aKeyLikeNoOtherIsToBeRemoved() {
        Settings settings = Settings.of(Map.of("zzz", "1"), Map.of());
        settings.flag("checkpoint.enabled", false);

        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContaining("zzz (or GRASP_ZZZ) is not a setting: remove it");
    }

    @Test
    void aSecretIsNotQuotedInItsProblem() {
        Settings settings = Settings.of(Map.of("store.password", "hunter2"), Map.of());
        settings.integer("store.password", 0, 0, 9);

        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContaining("store.password")
                .hasMessageNotContaining("hunter2");
        assertThat(settings.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "10s, PT10S",
        "5m, PT5M",
        "2h, PT2H",
        "1d, PT24H",
        "0s, PT0S",
        "PT1H30M, PT1H30M",
    })
    void aDurationIsReadAsPeopleWriteIt(String text, Duration duration) {
        assertThat(settingsWith(text).duration("it", Duration.ofDays(99))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "-1s", "1 week", "PT-1S", "99999999999999999999d", "9999999999999999d", "s"})
    void whatIsNoDurationIsAProblem(String text) {
        Settings settings = settingsWith(text);

        assertThat(settings.duration("it", Duration.ofDays(99))).isEqualTo(Duration.ofDays(99));
        assertThatThrownBy(settings::failIfInvalid).hasMessageContaining("it (or GRASP_IT)");
    }

    @ParameterizedTest
    @CsvSource({"4096, 4096", "512B, 512", "2KiB, 2048", "64MiB, 67108864", "2 GiB, 2147483648"})
    void aSizeIsReadAsPeopleWriteIt(String text, long bytes) {
        assertThat(settingsWith(text).bytes("it", -1)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64MB", "-1", "99999999999GiB", "99999999999999999999", "much"})
    void whatIsNoSizeIsAProblem(String text) {
        Settings settings = settingsWith(text);

        assertThat(settings.bytes("it", 5)).isEqualTo(5);
        assertThatThrownBy(settings::failIfInvalid).hasMessageContaining("it (or GRASP_IT)");
    }

    @Test
    void aListIsSeparatedByCommas() {
        assertThat(settingsWith(" a, b ,,c ").list("it", List.of())).containsExactly("a", "b", "c");
    }

    @Test
    void aFileIsReadInUtf8(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("grasp.properties");
        Files.writeString(file, "# a comment\nschool.name = Schüler  \n");

        assertThat(Settings.from(file, Map.of()).required("school.name")).isEqualTo("Schüler");
    }

    @Test
    void aMissingFileIsOneOfTheProblems(@TempDir Path directory) {
        Settings settings = Settings.from(directory.resolve("nowhere.properties"), Map.of());
        settings.required("model.store");

        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContaining("nowhere.properties cannot be read")
                .hasMessageContaining("model.store");
    }

    private static Settings settingsWith(String value) {
        return Settings.of(Map.of("it", value), Map.of());
    }
}
