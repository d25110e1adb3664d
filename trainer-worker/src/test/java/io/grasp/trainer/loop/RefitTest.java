package io.grasp.trainer.loop;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppableProgress;
import io.grasp.trainer.StoppedException;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.FineTuned;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefitTest {
    private static final Dataset DATASET =
            Dataset.of(rows(), List.of(new TaskDefinition("level", TaskKind.SINGLE_LABEL, List.of())));

    @TempDir
    private Path scratch;

    private static List<LabeledRow> rows() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            String text = List.of("current then voltage", "voltage then current", "neither")
                    .get(i % 3);
            rows.add(aRow().withId("row-" + i)
                    .saying("word ".repeat(i % 4) + i + " " + text)
                    .labeled("level", List.of("low", "mid", "high").get(i % 3))
                    .build());
        }
        return rows;
    }

    private static TrainingArguments with(Map<String, Object> others) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "train_layers", "all",
                "num_train_epochs", 3,
                "per_device_train_batch_size", 8,
                "learning_rate", 2e-3,
                "refit", 1));
        values.putAll(others);
        return TrainingArguments.defaults().with(values);
    }

    private TransformerFineTuner tuner() {
        return new TransformerFineTuner(Checkpoints.in(scratch.resolve("checkpoints")));
    }

    private FineTuned tuned(TrainingArguments arguments) {
        FineTuned tuned = tuner().fineTune(DATASET, TinyModel.encoderFiles(7), arguments, Progress.none());
        return tuned.withHeads(tuned.heads().stream()
                .map(head -> head.withCalibration(new Calibration(1.5, List.of(), 0.25)))
                .toList());
    }

    private FineTuned refitted(FineTuned tuned, TrainingArguments arguments) {
        return tuner().refit(tuned, DATASET, arguments, Progress.none());
    }

    private static double lossOnValidation(FineTuned model) {
        Evaluation evaluation = Evaluation.of(
                model.heads(),
                DATASET.validation(),
                model.vectors().of(DATASET.validation(), "Embedding", Progress.none()));
        return evaluation.figures().getOrDefault("log_loss", Double.NaN);
    }

    @Test
    void rowsThatTunedTeachInTheEnd() {
        TrainingArguments arguments = with(Map.of());
        FineTuned tuned = tuned(arguments);

        FineTuned refitted = refitted(tuned, arguments);

        assertThat(lossOnValidation(refitted)).isLessThan(lossOnValidation(tuned));
        assertThat(refitted.encoder().weights()).isNotEqualTo(tuned.encoder().weights());
        assertThat(refitted.speed().steps()).isEqualTo(2 * tuned.speed().steps());
    }

    @Test
    void whatTheyChoseStays() {
        TrainingArguments arguments = with(Map.of());

        assertThat(refitted(tuned(arguments), arguments).heads())
                .extracting(ClassificationHead::calibration)
                .containsExactly(new Calibration(1.5, List.of(), 0.25));
    }

    @Test
    void withoutRefitTheModelStaysAsItIs() {
        TrainingArguments arguments = with(Map.of("refit", 0, "save_strategy", "no"));
        FineTuned tuned = tuned(arguments);

        assertThat(refitted(tuned, arguments)).isSameAs(tuned);
        assertThat(scratch.resolve("checkpoints")).isEmptyDirectory();
    }

    @Test
    void aRefitThatIsStoppedCanBeGoneOnWithFromTheEndOfTheTraining() {
        TrainingArguments arguments = with(Map.of("save_strategy", "no"));
        FineTuned tuned = tuned(arguments);
        StoppableProgress stopped = new StoppableProgress(Progress.none());
        stopped.stop();

        assertThatThrownBy(() -> tuner().refit(tuned, DATASET, arguments, stopped))
                .asInstanceOf(InstanceOfAssertFactories.type(StoppedException.class))
                .extracting(StoppedException::checkpoint, InstanceOfAssertFactories.optional(Path.class))
                .contains(scratch.resolve("checkpoints")
                        .resolve("checkpoint-" + tuned.speed().steps()));

        TrainingArguments resuming = arguments.with(
                Map.of("resume_from_checkpoint", scratch.resolve("checkpoints").toString()));
        assertThat(refitted(tuned(resuming), resuming).encoder().weights())
                .isEqualTo(refitted(tuned, arguments).encoder().weights());
    }
}
