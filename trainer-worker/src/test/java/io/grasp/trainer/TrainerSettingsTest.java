package io.grasp.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.finetune.ClassWeights;
import io.grasp.trainer.finetune.TrainingArguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrainerSettingsTest {
    @Test
    void twoSettingsAreEnough() {
        Settings settings =
                Settings.of(Map.of("kafka.bootstrap.servers", "localhost:9092", "model.store", "/models"), Map.of());
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        assertThat(trainer.modelStore()).isEqualTo(Path.of("/models"));
        assertThat(trainer.modelName()).isEqualTo("grasp");
        assertThat(trainer.rules()).isEqualTo(TriggerRules.defaults());
        assertThat(trainer.arguments()).isEqualTo(TrainingArguments.defaults());
    }

    @Test
    void theEnvironmentOverridesTheFile() {
        Settings settings = Settings.of(
                Map.of(
                        "kafka.bootstrap.servers", "localhost:9092",
                        "model.store", "/models",
                        "training.quiet-period", "1s",
                        "training.weight-decay", "0.1"),
                Map.of("GRASP_TRAINING_QUIET_PERIOD", "2s", "GRASP_TRAINING_CLASS_WEIGHTS", "balanced"));
        TrainerSettings trainer = TrainerSettings.from(settings);
        settings.failIfInvalid();
        assertThat(trainer.rules().quietPeriod()).isEqualTo(Duration.ofSeconds(2));
        assertThat(trainer.arguments().classWeights()).isEqualTo(ClassWeights.BALANCED);
        assertThat(trainer.arguments().weightDecay()).isEqualTo(OptionalDouble.of(0.1));
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        Settings settings = Settings.of(
                Map.of("training.max-length", "2", "training.pooling", "max", "training.seed", "x"), Map.of());
        TrainerSettings.from(settings);
        assertThatThrownBy(settings::failIfInvalid)
                .hasMessageContainingAll(
                        "kafka.bootstrap.servers",
                        "model.store",
                        "training.max-length",
                        "training.pooling",
                        "write one of mean",
                        "training.seed");
    }
}
