package io.grasp.trainer.loop;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.FineTuned;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuningTest {
    private static final List<TaskDefinition> TASKS = List.of(
            new TaskDefinition("level", TaskKind.ORDINAL, List.of("low", "mid", "high")),
            new TaskDefinition("signs", TaskKind.MULTI_LABEL, List.of()));
    private static final EncoderFiles BASE = TinyModel.encoderFiles(7);
    private static final Dataset DATASET = Dataset.of(rows(), TASKS);
    private static final Map<String, Object> QUICK = Map.of(
            "attention",
            "bidirectional",
            "train_layers",
            "all",
            "num_train_epochs",
            2,
            "per_device_train_batch_size",
            8,
            "learning_rate",
            1e-3,
            "save_strategy",
            "no");

    @TempDir
    Path scratch;

    /** The level is in the order of two words, which no bag of words can tell. */
    private static List<LabeledRow> rows() {
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < 72; i++) {
            String filler = "word ".repeat(i % 4) + i;
            int level = i % 3;
            String text = List.of("current then voltage", "voltage then current", "neither")
                    .get(level);
            String[] signs = i % 2 == 0 ? new String[] {"even"} : new String[0];
            rows.add(aRow().withId("row-" + i)
                    .saying(filler + " " + text + (i % 2 == 0 ? " twice" : ""))
                    .labeled("level", List.of("low", "mid", "high").get(level))
                    .labeled("signs", signs)
                    .build());
        }
        return rows;
    }

    @Test
    void theEncoderLearnsWhatHeadsAloneCannot() {
        Map<String, Object> thorough = with("num_train_epochs", 15);
        thorough.putAll(Map.of("learning_rate", 3e-3, "head_learning_rate", 3e-3, "dropout", 0));
        double heads = macroF1(fineTune(Map.of("train_layers", "heads")));
        double all = macroF1(fineTune(thorough));
        assertThat(all).isGreaterThan(heads).isGreaterThan(0.97);
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherGivesOthers() {
        FineTuned once = fineTune(QUICK);
        assertSameWeights(fineTune(QUICK), once);
        assertThat(fineTune(with("seed", 43)).encoder().weights())
                .isNotEqualTo(once.encoder().weights());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 7, 11})
    void aRunThatGoesOnFromACheckpointEndsWithTheSameWeightsToTheBit(int killedAfter) {
        Path checkpoints = scratch.resolve("checkpoints");
        Map<String, Object> saving = with("save_strategy", "steps");
        saving.put("save_steps", 1);
        saving.put("eval_strategy", "epoch");
        FineTuned uninterrupted = fineTune(saving, Optional.of(checkpoints));

        Map<String, Object> resuming = new HashMap<>(saving);
        resuming.put(
                "resume_from_checkpoint",
                checkpoints.resolve("checkpoint-" + killedAfter).toString());
        assertSameWeights(fineTune(resuming), uninterrupted);
    }

    @Test
    void theBestModelOfAllEpochsCanBeTheResultAfterResumingToo() {
        Path checkpoints = scratch.resolve("checkpoints");
        Map<String, Object> best = with("load_best_model_at_end", true);
        best.putAll(Map.of("eval_strategy", "epoch", "save_strategy", "epoch", "num_train_epochs", 4));
        best.put("learning_rate", 5e-3);
        FineTuned uninterrupted = fineTune(best, Optional.of(checkpoints));

        Map<String, Object> resuming = new HashMap<>(best);
        resuming.put(
                "resume_from_checkpoint",
                new CheckpointDirectory(checkpoints).all().get(2).toString());
        assertSameWeights(fineTune(resuming), uninterrupted);
    }

    @Test
    void aCheckpointOfAnotherConfigurationIsRefused() {
        Path checkpoints = scratch.resolve("checkpoints");
        Map<String, Object> saving = with("save_strategy", "steps");
        saving.put("save_steps", 5);
        fineTune(saving, Optional.of(checkpoints));
        saving.put("learning_rate", 2e-3);
        saving.put("dropout", 0.2);
        saving.put("resume_from_checkpoint", checkpoints.toString());

        assertThatThrownBy(() -> fineTune(saving))
                .hasMessageContaining(
                        "another training: dropout is 0.2 but was 0.1; learning_rate is 0.002 but was 0.001. ");
    }

    @Test
    void oldCheckpointsAreDeletedButNeverTheBest() {
        Path checkpoints = scratch.resolve("checkpoints");
        Map<String, Object> saving = with("save_strategy", "epoch");
        saving.putAll(Map.of("eval_strategy", "epoch", "save_total_limit", 2, "num_train_epochs", 5));
        fineTune(saving, Optional.of(checkpoints));

        List<Path> left = new CheckpointDirectory(checkpoints).all();
        assertThat(left).hasSizeBetween(1, 2);
        Checkpoint last = CheckpointDirectory.read(left.get(left.size() - 1));
        BestSoFar best = Objects.requireNonNull(last.state().trainer().best());
        assertThat(checkpoints.resolve("checkpoint-" + best.step())).isDirectory();
    }

    @Test
    void aPlaceWhereNoCheckpointCanBeWrittenIsRefusedBeforeAnythingIsLearnt() throws Exception {
        Path file = Files.writeString(scratch.resolve("no-directory"), "");
        assertThatThrownBy(() -> fineTune(QUICK, Optional.of(file)))
                .hasMessageContaining("Checkpoints cannot be written in " + file)
                .hasMessageContaining("name another directory");
    }

    @Test
    void onlyTheLayersThatWereAskedForChange() {
        Map<String, Tensor> before = BASE.weights();
        Map<String, Tensor> top =
                fineTune(with("train_layers", "top:1")).encoder().weights();
        Map<String, Tensor> layers = fineTune(QUICK).encoder().weights();
        Map<String, Object> everything = with("train_embeddings", true);
        Map<String, Tensor> all = fineTune(everything).encoder().weights();

        String lower = "encoder.layer.0.output.dense.weight";
        String upper = "encoder.layer.1.output.dense.weight";
        String words = "embeddings.word_embeddings.weight";
        assertThat(top.get(lower)).isEqualTo(before.get(lower));
        assertThat(top.get(upper)).isNotEqualTo(before.get(upper));
        assertThat(layers.get(lower)).isNotEqualTo(before.get(lower));
        assertThat(layers.get(words)).isEqualTo(before.get(words));
        assertThat(all.get(words)).isNotEqualTo(before.get(words));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "learning_rate: 2.0e-3",
                "head_learning_rate: 5.0e-2",
                "weight_decay: 0.3",
                "adam_beta1: 0.5",
                "adam_beta2: 0.9",
                "adam_epsilon: 1.0e-2",
                "max_grad_norm: 0.01",
                "lr_scheduler_type: constant",
                "warmup_steps: 0.5",
                "num_train_epochs: 1.5",
                "max_steps: 3",
                "per_device_train_batch_size: 16",
                "gradient_accumulation_steps: 2",
                "train_sampling_strategy: random",
                "dropout: 0.5",
                "label_smoothing_factor: 0.2",
                "class_weights: none",
                "pos_weight: '{signs: {even: 5}}'",
                "data_seed: 5",
                "train_layers: top:1",
                "pooling: cls",
                "max_length: 9"
            })
    void noArgumentIsIgnored(String argument) {
        String[] parts = argument.split(": ", 2);
        FineTuned usual = fineTune(QUICK);
        FineTuned changed = fineTune(with(parts[0], parts[1].replace("'", "")));
        assertThat(changed.encoder().weights()).isNotEqualTo(usual.encoder().weights());
    }

    @Test
    void aBatchThatDoesNotFitIntoMemoryIsHalvedIfThatIsWanted() {
        TransformerFineTuner fineTuner = new TransformerFineTuner(Checkpoints.none());
        TrainingArguments usual = TrainingArguments.defaults().with(QUICK);
        int rows = DATASET.training().size();

        OnceOutOfMemory unwanted = new OnceOutOfMemory();
        assertThatThrownBy(() -> fineTuner.fineTune(DATASET, BASE, usual, unwanted))
                .isInstanceOf(OutOfMemoryError.class);
        OnceOutOfMemory wanted = new OnceOutOfMemory();
        fineTuner.fineTune(DATASET, BASE, usual.with(Map.of("auto_find_batch_size", true)), wanted);

        assertThat(unwanted.steps).containsExactly(2L * ((rows + 7) / 8));
        assertThat(wanted.steps).containsExactly(2L * ((rows + 7) / 8), 2L * ((rows + 3) / 4));
    }

    /** Memory runs out when the first training begins. */
    private static final class OnceOutOfMemory implements Progress {
        private final List<Long> steps = new ArrayList<>();

        @Override
        public void resume(String step, long before, long total, String unit) {
            if (step.equals("Training")) {
                steps.add(total);
                if (steps.size() == 1) {
                    throw new OutOfMemoryError("Java heap space");
                }
            }
        }

        @Override
        public void advance(long units) {}

        @Override
        public void note(String note) {}

        @Override
        public void done() {}
    }

    @Test
    void anEarlyStopEndsTraining() {
        Path checkpoints = scratch.resolve("checkpoints");
        Map<String, Object> patient = with("num_train_epochs", 30);
        patient.putAll(Map.of(
                "eval_strategy",
                "epoch",
                "save_strategy",
                "epoch",
                "early_stopping_patience",
                1,
                "learning_rate",
                1e-9));
        fineTune(patient, Optional.of(checkpoints));
        assertThat(new CheckpointDirectory(checkpoints).all().size()).isLessThan(5);
    }

    @Test
    void aLossThatIsNoNumberStopsTrainingAndNamesTheRows() {
        Map<String, Object> wild = with("learning_rate", 10);
        wild.put("weight_decay", 1000);
        assertThatThrownBy(() -> fineTune(wild))
                .hasMessageContaining("diverged")
                .hasMessageContaining("row-")
                .hasMessageContaining("Lower learning_rate");
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> arguments = new HashMap<>(QUICK);
        arguments.put(name, value);
        return arguments;
    }

    private static FineTuned fineTune(Map<String, Object> arguments) {
        return fineTune(arguments, Optional.empty());
    }

    private static FineTuned fineTune(Map<String, Object> arguments, Optional<Path> checkpoints) {
        return new TransformerFineTuner(checkpoints.map(Checkpoints::in).orElse(Checkpoints.none()))
                .fineTune(DATASET, BASE, TrainingArguments.defaults().with(arguments), Progress.none());
    }

    private static double macroF1(FineTuned model) {
        List<LabeledRow> rows = DATASET.training();
        return Evaluation.of(model.heads(), rows, model.vectors().of(rows, "", Progress.none()))
                .task("level")
                .orElseThrow()
                .overall()
                .macroF1();
    }

    private static void assertSameWeights(FineTuned actual, FineTuned expected) {
        assertThat(actual.encoder().weights()).isEqualTo(expected.encoder().weights());
        for (int task = 0; task < expected.heads().size(); task++) {
            ClassificationHead head = expected.heads().get(task);
            assertThat(actual.heads().get(task).weight()).isDeepEqualTo(head.weight());
            assertThat(actual.heads().get(task).bias()).isEqualTo(head.bias());
        }
    }
}
