package io.grasp.trainer.loop;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppableProgress;
import io.grasp.trainer.StoppedException;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.LogEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final List<TaskDefinition> TASKS =
            List.of(new TaskDefinition("level", TaskKind.SINGLE_LABEL, List.of()));
    private static final EncoderFiles BASE = TinyModel.encoderFiles(7);
    private static final Dataset DATASET = Dataset.of(rows(60), TASKS);
    private static final Map<String, Object> QUICK = Map.of(
            "train_layers",
            "top:1",
            "max_steps",
            6,
            "per_device_train_batch_size",
            4,
            "max_length",
            16,
            "save_steps",
            2);

    @TempDir
    private Path scratch;

    private static List<LabeledRow> rows(int count) {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(aRow().withId("row-" + i)
                    .saying((i % 2 == 0 ? "current " : "voltage ") + i)
                    .inSplit("train")
                    .labeled("level", i % 2 == 0 ? "low" : "high")
                    .build());
        }
        return rows;
    }

    private FineTuned train(Checkpoints checkpoints, Map<String, ?> more) {
        return train(checkpoints, more, DATASET, BASE, Progress.none());
    }

    private static FineTuned train(
            Checkpoints checkpoints, Map<String, ?> more, Dataset dataset, EncoderFiles base, Progress progress) {
        TrainingArguments arguments = TrainingArguments.defaults().with(QUICK).with(more);
        return new TransformerFineTuner(checkpoints).fineTune(dataset, base, arguments, progress);
    }

    private Checkpoints here() {
        return Checkpoints.in(scratch);
    }

    private Path checkpoint(int step) {
        return scratch.resolve("checkpoint-" + step);
    }

    private void isRefused(Map<String, ?> more, Dataset dataset, EncoderFiles base, String... parts) {
        Map<String, Object> resuming = new HashMap<>(more);
        resuming.putIfAbsent("resume_from_checkpoint", scratch.toString());
        assertThatThrownBy(() -> train(Checkpoints.none(), resuming, dataset, base, Progress.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefusedWithWhatDiffers() {
        train(here(), Map.of());
        isRefused(
                Map.of("learning_rate", 0.002, "class_weights", Map.of("level", "none")),
                DATASET,
                BASE,
                "checkpoint-6 is of another training",
                "class_weights is {\"level\":\"none\"} but was sqrt; learning_rate is 0.002 but was 2.0E-4");
        Dataset fewer = Dataset.of(rows(40), TASKS);
        isRefused(
                Map.of(),
                fewer,
                BASE,
                "there are %d training rows but were %d"
                        .formatted(fewer.training().size(), DATASET.training().size()));
        List<LabeledRow> relabelled = rows(60);
        LabeledRow first = DATASET.training().get(0);
        relabelled.replaceAll(
                row -> row.id().equals(first.id()) ? row.withLabels(Map.of("level", List.of("high"))) : row);
        isRefused(Map.of(), Dataset.of(relabelled, TASKS), BASE, "the training rows have other ids, texts or labels");
        isRefused(Map.of(), DATASET, TinyModel.encoderFiles(8), "the base encoder is another");
    }

    @Test
    void whatChangesNoWeightMayDiffer() {
        train(here(), Map.of());
        FineTuned resumed = train(
                Checkpoints.none(),
                Map.of(
                        "resume_from_checkpoint",
                        checkpoint(2).toString(),
                        "abstain_below",
                        0.1,
                        "save_strategy",
                        "no",
                        "logging_steps",
                        1));
        assertThat(resumed.history())
                .filteredOn(entry -> entry.values().containsKey("loss"))
                .extracting(LogEntry::step)
                .containsExactly(3, 4, 5, 6);
        assertThat(resumed.speed().samples()).isEqualTo(4 * 4);
    }

    @Test
    void aDirectoryOfCheckpointsStandsForItsLatest() {
        train(here(), Map.of());
        assertThat(CheckpointDirectory.named(scratch)).isEqualTo(checkpoint(6));
        assertThat(CheckpointDirectory.named(checkpoint(4))).isEqualTo(checkpoint(4));
        isRefused(
                Map.of("resume_from_checkpoint", scratch.resolve("none").toString()),
                DATASET,
                BASE,
                "There is no checkpoint in " + scratch.resolve("none"));
    }

    @Test
    void theCheckpointsOfTwoTrainingsAreNotMixed() {
        train(here(), Map.of());
        assertThatThrownBy(() -> train(here(), Map.of("seed", 7)))
                .hasMessageContaining("There are checkpoints already, the last one " + checkpoint(6))
                .hasMessageContaining("resume_from_checkpoint");
    }

    @Test
    void aDamagedCheckpointIsToldByItsFile() throws IOException {
        train(here(), Map.of());
        try (FileChannel tensors =
                FileChannel.open(checkpoint(6).resolve("optimizer.safetensors"), StandardOpenOption.WRITE)) {
            tensors.truncate(tensors.size() - 1);
        }
        isRefused(Map.of(), DATASET, BASE, "checkpoint-6 is damaged", "optimizer.safetensors", "an earlier one");

        Path state = checkpoint(6).resolve("trainer_state.json");
        String whole = Files.readString(state);
        Files.writeString(state, whole.substring(0, 100));
        isRefused(Map.of(), DATASET, BASE, "checkpoint-6 is damaged", "trainer_state.json is no complete state");
        Files.writeString(state, "{\"format\": 2}");
        isRefused(Map.of(), DATASET, BASE, "checkpoint-6 is damaged", "trainer_state.json is no complete state");
        Files.writeString(state, whole.replace("\"format\" : 2", "\"format\" : 3"));
        isRefused(Map.of(), DATASET, BASE, "checkpoint-6 has format 3, this program reads 2");
    }

    @Test
    void whatAKilledRunLeftHalfWrittenIsNoCheckpointAndInNobodysWay() throws IOException {
        for (String half : List.of(".incoming", ".outgoing")) {
            Files.createDirectories(scratch.resolve(half));
            Files.writeString(scratch.resolve(half).resolve("trainer_state.json"), "{");
        }
        train(here(), Map.of());
        assertThat(scratch.toFile().list()).contains("checkpoint-6").doesNotContain(".incoming");
    }

    @Test
    void aParameterThatIsNoNumberIsNeverSaved() {
        // each step takes weights times -9999, which float knows for some steps
        Map<String, Object> wild = Map.of("learning_rate", 10, "weight_decay", 1000, "save_steps", 1);
        assertThatThrownBy(() -> train(here(), wild))
                .hasMessageContaining("diverged in step")
                .hasMessageContaining("on the rows row-")
                .hasMessageContaining("The last good checkpoint is " + latest());
        for (Path left : new CheckpointDirectory(scratch).all()) {
            assertThat(CheckpointDirectory.read(left).isFinite()).isTrue();
        }
    }

    private Path latest() {
        return new CheckpointDirectory(scratch).latest().orElse(scratch);
    }

    @Test
    void aModelWithANumberThatIsNoneIsNoResult() {
        Map<String, Object> wild = new HashMap<>(Map.of("learning_rate", 10, "weight_decay", 1000, "max_grad_norm", 0));
        for (int steps = 1; steps < 12; steps++) {
            wild.put("max_steps", steps);
            try {
                FineTuned model = train(Checkpoints.none(), wild);
                assertThat(Checkpoint.isFinite(model.encoder().weights())).isTrue();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("Training diverged in step");
                return;
            }
        }
        throw new AssertionError("Nothing diverged");
    }

    @Test
    void aCheckpointTellsWhichLabelsOfTheLogItKnows() {
        Dataset dataset = DATASET.readUpTo(Map.of(0, 40L, 1, 20L));
        train(here(), Map.of(), dataset, BASE, Progress.none());
        assertThat(CheckpointDirectory.read(latest()).state().labelOffsets()).isEqualTo(Map.of(0, 40L, 1, 20L));
    }

    /** As the trainer-worker trains: it is closed in the middle of a round, and a new one has the same labels. */
    @Test
    void aTrainingAmongManyGoesOnByItselfUntilItsRowsAreOthers() {
        Checkpoints checkpoints = Checkpoints.ofEachTrainingIn(scratch);
        StepsDone steps = new StepsDone();
        StoppableProgress stopping = new StoppableProgress(steps);
        steps.whenDone(3, stopping::stop);
        assertThatThrownBy(() -> train(checkpoints, Map.of(), DATASET, BASE, stopping))
                .isInstanceOfSatisfying(
                        StoppedException.class,
                        stopped ->
                                assertThat(stopped.checkpoint().orElseThrow()).hasFileName("checkpoint-4"));

        StepsDone rest = new StepsDone();
        FineTuned resumed = train(checkpoints, Map.of(), DATASET, BASE, rest);
        assertThat(rest.first).isEqualTo(4);
        assertThat(resumed.encoder().weights())
                .isEqualTo(train(Checkpoints.none(), Map.of()).encoder().weights());
        assertThat(scratch.toFile().list()).hasSize(1);

        StepsDone anew = new StepsDone();
        train(checkpoints, Map.of(), Dataset.of(rows(62), TASKS), BASE, anew);
        assertThat(anew.first).isZero();
        assertThat(scratch.toFile().list()).hasSize(1);
    }

    /** Counts the steps of the training loop. */
    private static final class StepsDone implements Progress {
        private long first = -1;
        private long done;
        private boolean training;
        private long awaited = -1;
        private Runnable then = () -> {};

        void whenDone(long steps, Runnable action) {
            awaited = steps;
            then = action;
        }

        @Override
        public void resume(String step, long before, long total, String unit) {
            training = step.equals("Training");
            done = before;
            first = training ? before : first;
        }

        @Override
        public void advance(long units) {
            if (training) {
                done += units;
                if (done == awaited) {
                    then.run();
                }
            }
        }

        @Override
        public void note(String note) {}

        @Override
        public void done() {
            training = false;
        }
    }

    /** Copied from what this program wrote; it must stay readable as long as format 2 is read. */
    @Test
    void aCheckpointOfFormat2IsReadAsItWasWritten() {
        Path golden = Path.of("src/test/resources/checkpoints/format-2/checkpoint-3");
        assertThat(CheckpointDirectory.read(golden)).isEqualTo(aCheckpoint());
    }

    private static Checkpoint aCheckpoint() {
        Fingerprint fingerprint = new Fingerprint(
                20, "aa", 4, "bb", List.of("level"), "cc", Map.of("learning_rate", "5.0E-5", "seed", "42"));
        TrainerState trainer =
                new TrainerState(0.6, 3, 5, 1, new BestSoFar(0.75, 2), List.of()).logged(Map.of("loss", 0.5));
        return new Checkpoint(
                new Checkpoint.State(
                        Checkpoint.FORMAT,
                        fingerprint,
                        trainer,
                        new LearningRateSchedule.State(Double.NEGATIVE_INFINITY, 1, 2, 3),
                        new LossSoFar(1.25, 2),
                        Map.of("a.Callback", Map.of("count", "1")),
                        Map.of(0, 12L, 1, 7L)),
                Map.of("heads.level.bias", new Tensor(new long[] {2}, new float[] {0.5f, -1})),
                Map.of("exp_avg.heads.level.bias", new Tensor(new long[] {2}, new float[] {1e-8f, 3})));
    }

    @Test
    void aCheckpointIsReadBackAsItWasWritten() {
        assertThat(CheckpointDirectory.read(new CheckpointDirectory(scratch).write(aCheckpoint())))
                .isEqualTo(aCheckpoint());
    }
}
