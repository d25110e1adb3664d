package io.grasp.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.arguments.ClassWeights;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.gate.GateRules;
import io.grasp.trainer.gate.Tolerances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerSettingsTest {
    @Test
    void twoSettingsAreEnough() {
        Settings settings =
                Settings.of(Map.of("kafka.bootstrap.servers", "localhost:9092", "model.store", "/models"), Map.of());
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        assertThat(trainer.modelStore()).isEqualTo(Path.of("/models"));
        assertThat(trainer.modelName()).isEqualTo("grasp");
        assertThat(trainer.group()).isEqualTo("grasp-trainer");
        assertThat(trainer.leaderTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(trainer.rules()).isEqualTo(TriggerRules.defaults());
        assertThat(trainer.gate()).isEqualTo(GateRules.defaults());
        assertThat(trainer.arguments()).isEqualTo(TrainingArguments.defaults().with(Map.of("train_layers", "heads")));
    }

    @Test
    void theEnvironmentOverridesTheFile() {
        Settings settings = Settings.of(
                Map.of(
                        "kafka.bootstrap.servers", "localhost:9092",
                        "model.store", "/models",
                        "training.quiet-period", "1s",
                        "training.weight-decay", "0.1",
                        "training.lexical", "False"),
                Map.of("GRASP_TRAINING_QUIET_PERIOD", "2s", "GRASP_TRAINING_CLASS_WEIGHTS", "balanced"));
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        assertThat(trainer.rules().quietPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(trainer.arguments().classWeights()).isEqualTo(ClassWeights.BALANCED);
        assertThat(trainer.arguments().lexical()).isFalse();
        assertThat(trainer.arguments().weightDecay()).isEqualTo(OptionalDouble.of(0.1));
    }

    @Test
    void theGateIsAsStrictAsIsWanted() {
        Settings settings = Settings.of(
                Map.of(
                        "kafka.bootstrap.servers", "localhost:9092",
                        "model.store", "/models",
                        "training.tolerance", "0.02",
                        "training.task-tolerance", "0.04",
                        "training.learning-topic-tolerance", "0.06",
                        "training.gate-confidence", "0.95",
                        "training.gate-min-rows", "30"),
                Map.of());
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        assertThat(trainer.gate()).isEqualTo(new GateRules(new Tolerances(0.02, 0.04, 0.06), 0.95, 30));
    }

    @Test
    void aFileHoldsAnyTrainingArgumentsAndSettingsWinOverIt(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "learning_rate: 1e-3\nseed: 1\nmax_length: 64\n");
        Settings settings = Settings.of(
                Map.of(
                        "kafka.bootstrap.servers", "localhost:9092",
                        "model.store", "/models",
                        "training.arguments", file.toString(),
                        "training.seed", "2"),
                Map.of());
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        assertThat(trainer.arguments())
                .isEqualTo(TrainingArguments.defaults()
                        .with(Map.of("train_layers", "heads", "learning_rate", 1e-3, "seed", 2, "max_length", 64)));
    }

    @Test
    void aMistakeInTheFileIsToldWithTheOthers(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "learning_rat: 1e-3\n");
        Settings settings = Settings.of(Map.of("training.arguments", file.toString(), "training.seed", "x"), Map.of());
        TrainerSettings.from(settings);
        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContainingAll("training.arguments", "did you mean learning_rate?", "training.seed");
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        Settings settings = Settings.of(
                Map.of(
                        "training.max-length", "2",
                        "training.attention", "some",
                        "training.pooling", "max",
                        "training.lexical", "yes",
                        "training.gate-confidence", "1",
                        "training.gate-min-rows", "1",
                        "training.seed", "x"),
                Map.of());
        TrainerSettings.from(settings);
        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContainingAll(
                        "kafka.bootstrap.servers",
                        "model.store",
                        "training.max-length",
                        "training.attention",
                        "training.pooling",
                        "must be one of mean",
                        "training.gate-confidence",
                        "write a number from 0.5 to 0.99",
                        "training.gate-min-rows",
                        "training.seed");
    }
}
