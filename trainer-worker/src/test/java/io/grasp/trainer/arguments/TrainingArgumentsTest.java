package io.grasp.trainer.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.encoder.Attention;
import io.grasp.model.encoder.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingArgumentsTest {
    @TempDir
    private Path directory;

    private static TrainingArguments given(String name, Object value) {
        return TrainingArguments.of(ArgumentValues.of(Map.of(name, value)));
    }

    private TrainingArguments yaml(String text) throws IOException {
        return TrainingArguments.of(ArgumentValues.ofYaml(Files.writeString(directory.resolve("a.yaml"), text)));
    }

    /** The defaults of Hugging Face's TrainingArguments 5.18, but for three that are named in ours. */
    @Test
    void defaultsAreThoseOfHuggingFaceWhereASmallEncoderNeedsNoOthers() {
        Map<String, Object> huggingFace = new LinkedHashMap<>();
        huggingFace.put("max_steps", -1);
        huggingFace.put("gradient_accumulation_steps", 1);
        huggingFace.put("auto_find_batch_size", false);
        huggingFace.put("adam_beta1", 0.9);
        huggingFace.put("adam_beta2", 0.999);
        huggingFace.put("adam_epsilon", 1e-8);
        huggingFace.put("max_grad_norm", 1.0);
        huggingFace.put("lr_scheduler_type", "linear");
        huggingFace.put("lr_scheduler_kwargs", "none");
        huggingFace.put("label_smoothing_factor", 0.0);
        huggingFace.put("eval_strategy", "no");
        huggingFace.put("eval_steps", "none");
        huggingFace.put("eval_on_start", false);
        huggingFace.put("greater_is_better", "none");
        huggingFace.put("early_stopping_threshold", 0.0);
        huggingFace.put("save_strategy", "steps");
        huggingFace.put("save_steps", 500);
        huggingFace.put("save_total_limit", "none");
        huggingFace.put("load_best_model_at_end", false);
        huggingFace.put("resume_from_checkpoint", "none");
        huggingFace.put("seed", 42L);
        huggingFace.put("data_seed", "none");
        assertThat(TrainingArguments.defaults().toMap()).containsAllEntriesOf(huggingFace);
    }

    @Test
    void everyArgumentIsReadFromAFileByItsName() throws IOException {
        Map<String, Object> usual = TrainingArguments.defaults().toMap();
        Set<String> named = new HashSet<>(others().keySet());
        named.addAll(othersThatExclude().keySet());
        assertThat(named).as("This test names every argument").isEqualTo(usual.keySet());

        Map<String, Object> read = yaml(lines(others())).toMap();
        assertThat(others())
                .allSatisfy((name, value) -> assertThat(read.get(name))
                        .as(name)
                        .isNotEqualTo(usual.get(name))
                        .hasToString(value.replace(": ", "=")));
        assertThat(yaml(lines(othersThatExclude())).toMap()).containsEntry("abstain_precision", 0.9);
    }

    private static String lines(Map<String, String> arguments) {
        StringBuilder lines = new StringBuilder();
        arguments.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append('\n'));
        return lines.toString();
    }

    /** A value for each argument that is not its default, and contradicts none of the others. */
    private static Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        others.put("max_length", "64");
        others.put("attention", "bidirectional");
        others.put("pooling", "cls");
        others.put("lexical", "false");
        others.put("train_layers", "all");
        others.put("train_embeddings", "true");
        others.put("refit", "0.5");
        others.put("num_train_epochs", "1.5");
        others.put("max_steps", "100");
        others.put("per_device_train_batch_size", "8");
        others.put("gradient_accumulation_steps", "2");
        others.put("train_sampling_strategy", "random");
        others.put("auto_find_batch_size", "true");
        others.put("learning_rate", "0.01");
        others.put("head_learning_rate", "0.02");
        others.put("weight_decay", "0.03");
        others.put("adam_beta1", "0.8");
        others.put("adam_beta2", "0.9");
        others.put("adam_epsilon", "0.001");
        others.put("max_grad_norm", "2.0");
        others.put("lr_scheduler_type", "cosine_with_restarts");
        others.put("lr_scheduler_kwargs", "{num_cycles: 2.0}");
        others.put("warmup_steps", "0.2");
        others.put("dropout", "0.2");
        others.put("label_smoothing_factor", "0.3");
        others.put("class_weights", "{level: {novice: 2.0}, subject: balanced}");
        others.put("pos_weight", "{misconception: {add-across: 3.0}}");
        others.put("eval_strategy", "steps");
        others.put("eval_steps", "10");
        others.put("eval_on_start", "true");
        others.put("per_device_eval_batch_size", "32");
        others.put("logging_steps", "5");
        others.put("metric_for_best_model", "loss");
        others.put("greater_is_better", "false");
        others.put("early_stopping_patience", "2");
        others.put("early_stopping_threshold", "0.01");
        others.put("save_strategy", "best");
        others.put("save_steps", "7");
        others.put("save_total_limit", "3");
        others.put("load_best_model_at_end", "true");
        others.put("resume_from_checkpoint", "checkpoint-100");
        others.put("abstain_below", "0.5");
        others.put("seed", "1");
        others.put("data_seed", "2");
        return others;
    }

    /** Those that one of {@link #others} excludes. */
    private static Map<String, String> othersThatExclude() {
        return Map.of("abstain_precision", "0.9");
    }

    @Test
    void whatIsWrittenInMetricsGivesTheSameArgumentsAgain() throws IOException {
        TrainingArguments arguments = TrainingArguments.defaults().with(others());
        String json = new ObjectMapper().writeValueAsString(arguments.toMap());
        assertThat(yaml(json)).isEqualTo(arguments);
        assertThat(yaml(new ObjectMapper()
                        .writeValueAsString(TrainingArguments.defaults().toMap())))
                .isEqualTo(TrainingArguments.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "max_length, 7",
        "pooling, max",
        "train_layers, top:0",
        "train_layers, bottom:2",
        "train_embeddings, perhaps",
        "num_train_epochs, 0",
        "max_steps, 1.5",
        "per_device_train_batch_size, 0",
        "gradient_accumulation_steps, 0",
        "train_sampling_strategy, sorted",
        "learning_rate, -1e-5",
        "head_learning_rate, NaN",
        "weight_decay, -0.1",
        "adam_beta1, 1",
        "adam_beta2, 1.1",
        "adam_epsilon, 0",
        "max_grad_norm, -1",
        "lr_scheduler_type, greedy",
        "lr_scheduler_kwargs, many",
        "warmup_steps, 1.5",
        "warmup_steps, -1",
        "dropout, 1",
        "label_smoothing_factor, -0.1",
        "class_weights, heavy",
        "class_weights, '{level: {novice: 0}}'",
        "pos_weight, '{wrong: 3}'",
        "eval_strategy, sometimes",
        "eval_steps, 0",
        "per_device_eval_batch_size, 0",
        "logging_steps, 0",
        "early_stopping_patience, 0",
        "early_stopping_threshold, -1",
        "save_strategy, worst",
        "save_steps, 0",
        "save_total_limit, 0",
        "abstain_below, 1",
        "abstain_precision, 0",
        "abstain_precision, 1",
        "abstain_precision, high",
        "seed, x",
        "data_seed, 1.5"
    })
    void aValueThatAnArgumentDoesNotTakeIsRefusedByName(String name, String value) {
        assertThatThrownBy(() -> given(name, value)).hasMessageStartingWith(name + " must be ");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        assertThatThrownBy(() -> TrainingArguments.of(ArgumentValues.of(Map.of(
                        "max_length", 2,
                        "weight_decay", -1,
                        "learning_ratio", 1e-3,
                        "early_stopping_patience", 3,
                        "abstain_below", 1.5))))
                .hasMessageContainingAll(
                        "max_length must be a whole number from 8 to 8192 but is 2",
                        "weight_decay",
                        "learning_ratio is no training argument: did you mean learning_rate?",
                        "early_stopping_patience needs evaluations: set eval_strategy to steps or epoch",
                        "abstain_below");
    }

    @Test
    void anArgumentMadeOtherwiseIsCheckedToo() {
        TrainingArguments usual = TrainingArguments.defaults();
        assertThatThrownBy(() -> new TrainingArguments(
                        new Inputs(2, Attention.BIDIRECTIONAL, Pooling.TEXT_MEAN, true),
                        usual.trainable(),
                        usual.batches(),
                        usual.optimization(),
                        usual.scheduling(),
                        usual.regularization(),
                        usual.watching(),
                        usual.saving(),
                        new Abstention(Optional.of(2.0), Optional.empty()),
                        usual.randomness()))
                .hasMessageContainingAll("max_length", "abstain_below");
    }

    @Test
    void argumentsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> TrainingArguments.of(
                        ArgumentValues.of(Map.of("train_embeddings", true, "train_layers", "top:2"))))
                .hasMessageContaining("train_layers all");
        assertThatThrownBy(() -> given("lr_scheduler_kwargs", Map.of("num_cycles", 2)))
                .hasMessageContaining("linear has no num_cycles");
        assertThatThrownBy(() -> TrainingArguments.of(
                        ArgumentValues.of(Map.of("lr_scheduler_type", "polynomial", "learning_rate", 1e-8))))
                .hasMessageContaining("lr_end");
        assertThatThrownBy(() -> given("lr_scheduler_type", "reduce_lr_on_plateau"))
                .hasMessageContaining("eval_strategy");
        assertThatThrownBy(() -> given("save_strategy", "best")).hasMessageContaining("eval_strategy");
        assertThatThrownBy(() -> given("load_best_model_at_end", true)).hasMessageContaining("eval_strategy");
    }

    @Test
    void aConfidenceAndAPrecisionToAbstainByAreNotGivenTogether() {
        assertThatThrownBy(() -> TrainingArguments.of(
                        ArgumentValues.of(Map.of("abstain_below", 0.35, "abstain_precision", 0.9))))
                .hasMessage("abstain_below 0.35 and abstain_precision 0.9 exclude each other: give only one of them");
        assertThat(given("abstain_precision", 0.9).abstention())
                .isEqualTo(new Abstention(Optional.empty(), Optional.of(0.9)));
        assertThat(given("abstain_precision", "none").abstention().belowOrUsual())
                .isEqualTo(0.35);
        assertThat(given("abstain_below", "auto").abstention().belowOrUsual()).isEqualTo(0.35);
    }

    @Test
    void theBestModelMustBeSavedWhenItIsEvaluated() {
        Map<String, Object> best = new HashMap<>(Map.of("load_best_model_at_end", true, "eval_strategy", "epoch"));
        assertThatThrownBy(() -> TrainingArguments.of(ArgumentValues.of(best)))
                .hasMessageContaining("save_strategy epoch or best");
        best.put("save_strategy", "epoch");
        assertThat(TrainingArguments.of(ArgumentValues.of(best)).saving().loadBestModelAtEnd())
                .isTrue();
        best.putAll(Map.of("save_strategy", "steps", "eval_strategy", "steps", "eval_steps", 200));
        assertThatThrownBy(() -> TrainingArguments.of(ArgumentValues.of(best)))
                .hasMessageContaining("multiple of eval_steps 200 but it is 500");
        best.put("save_steps", 400);
        assertThat(TrainingArguments.of(ArgumentValues.of(best)).saving().loadBestModelAtEnd())
                .isTrue();
        best.putAll(Map.of("save_steps", 0.3, "eval_steps", 0.1));
        assertThat(TrainingArguments.of(ArgumentValues.of(best)).saving().loadBestModelAtEnd())
                .isTrue();
    }

    @Test
    void aContextThatDoesNotSeeTheTextTellsNothingOfIt() {
        assertThatThrownBy(() -> TrainingArguments.of(ArgumentValues.of(Map.of("pooling", "cls"))))
                .isInstanceOf(InvalidArgumentsException.class)
                .hasMessageContaining(
                        "attention text_to_context needs pooling text_mean but it is cls: set attention to bidirectional");
    }

    @Test
    void yamlsOwnWaysOfWritingAreUnderstood() throws IOException {
        TrainingArguments arguments = yaml("""
                # Once a week
                learning_rate: 1e-3
                eval_strategy: no
                save_strategy: NO
                data_seed: null
                head_learning_rate: ~
                pooling: Text-Mean
                """);
        assertThat(arguments.optimization().learningRate()).isEqualTo(1e-3);
        assertThat(arguments.watching().evalStrategy()).isEqualTo(IntervalStrategy.NO);
        assertThat(arguments.saving().saveStrategy()).isEqualTo(SaveStrategy.NO);
        assertThat(arguments.randomness().dataSeed()).isEmpty();
        assertThat(yaml("")).isEqualTo(TrainingArguments.defaults());
        assertThat(yaml("# nothing\n")).isEqualTo(TrainingArguments.defaults());
    }

    @Test
    void aFileThatIsNoMapOfArgumentsIsRefusedByName() {
        assertThatThrownBy(() -> yaml("- 1\n- 2\n")).hasMessageContainingAll("a.yaml", "name: value");
        assertThatThrownBy(() -> yaml("seed: 1\nseed: 2\n")).hasMessageContainingAll("a.yaml", "line 2");
        assertThatThrownBy(() -> yaml("seed: {")).hasMessageContaining("a.yaml");
        assertThatThrownBy(() -> ArgumentValues.ofYaml(directory.resolve("none.yaml")))
                .hasMessageContainingAll("none.yaml", "cannot be read");
    }

    @Test
    void aPartOfTheScheduleThatIsMisspeltIsNamedWithTheNearest() {
        assertThatThrownBy(() -> TrainingArguments.of(ArgumentValues.of(
                        Map.of("lr_scheduler_type", "cosine", "lr_scheduler_kwargs", Map.of("num_cycle", 2)))))
                .hasMessageContainingAll("num_cycle", "num_cycles");
    }

    @Test
    void layersAreCountedFromTheTop() {
        assertThat(given("train_layers", "heads").trainable().layers().frozen(6))
                .isEqualTo(6);
        assertThat(given("train_layers", "top:2").trainable().layers().frozen(6))
                .isEqualTo(4);
        assertThat(given("train_layers", "half").trainable().layers().frozen(6)).isEqualTo(3);
        assertThat(given("train_layers", "half").trainable().layers().frozen(1)).isZero();
        assertThat(given("train_layers", "all").trainable().layers().frozen(6)).isZero();
        assertThatThrownBy(() ->
                        given("train_layers", "top:7").trainable().layers().frozen(6))
                .hasMessageContaining("the encoder has 6 layers");
    }

    @Test
    void stepsBelowOneAreARatioRoundedUp() {
        assertThat(new StepCount(0.1).of(101)).isEqualTo(11);
        assertThat(new StepCount(0).of(101)).isZero();
        assertThat(new StepCount(1).of(101)).isEqualTo(1);
        assertThat(new StepCount(500).of(101)).isEqualTo(500);
    }

    @Test
    void whatIsLeftOpenFollowsFromOtherArguments() {
        TrainingArguments usual = TrainingArguments.defaults();
        assertThat(usual.optimization().headRate()).isEqualTo(1e-3);
        assertThat(given("head_learning_rate", "none").optimization().headRate())
                .isEqualTo(usual.optimization().learningRate());
        assertThat(usual.randomness().orderSeed()).isEqualTo(42);
        assertThat(given("data_seed", 7).randomness().orderSeed()).isEqualTo(7);
        assertThat(usual.watching().moreIsBetter()).isTrue();
        assertThat(List.of("eval_loss", "level_log_loss", "ece", "level_ece", "eval_brier"))
                .allSatisfy(name -> assertThat(
                                given("metric_for_best_model", name).watching().moreIsBetter())
                        .as(name)
                        .isFalse());
        assertThat(given("metric_for_best_model", "eval_loss").watching().metricForBestModel())
                .isEqualTo("loss");
        assertThat(given("logging_steps", 20).watching().stepsBetweenEvaluations())
                .isEqualTo(new StepCount(20));
    }

    @Test
    void weightsCanBeChosenByTaskAndLabel() {
        ClassWeights weights =
                given("class_weights", "{level: {novice: 2}, subject: none}").classWeights();
        assertThat(weights.of("level").of("novice", 100, 3, 10)).isEqualTo(2);
        assertThat(weights.of("level").of("advanced", 100, 3, 10)).isEqualTo(1);
        assertThat(weights.of("subject")).isEqualTo(LabelWeights.Rarity.NONE);
        assertThat(weights.of("grade")).isEqualTo(LabelWeights.Rarity.SQRT);
        PositiveWeights positive =
                given("pos_weight", "{\"wrong\": {\"a\": 3}}").regularization().posWeight();
        assertThat(positive.of("wrong", "a")).isEqualTo(3);
        assertThat(positive.of("wrong", "b")).isEqualTo(1);
        assertThat(positive.of("right", "a")).isEqualTo(1);
    }

    @Test
    void weightsThatAreForNothingAreNamed() {
        List<Task> tasks = List.of(
                new Task("level", TaskKind.ORDINAL, List.of("novice", "advanced")),
                new Task("wrong", TaskKind.MULTI_LABEL, List.of("add-across")));
        Regularization regularization = TrainingArguments.of(ArgumentValues.of(Map.of(
                        "class_weights", "{level: {novise: 2, advanced: 3}, levels: balanced, wrong: none}",
                        "pos_weight", "{level: {novice: 2}, wrong: {add-across: 2, other: 3}}")))
                .regularization();
        assertThat(regularization.weightsWithoutUse(tasks))
                .containsExactly(
                        "class_weights names label novise, which no training row of task level has: did you mean novice?",
                        "class_weights names task levels, which is not learnt: did you mean level?",
                        "pos_weight names label other, which no training row of task wrong has",
                        "pos_weight names task level, but is for multi-label tasks only");
        assertThat(TrainingArguments.defaults().regularization().weightsWithoutUse(tasks))
                .isEmpty();
    }

    @Test
    void aSecondReadingOverridesTheFirst() {
        ArgumentValues file = ArgumentValues.of(Map.of("seed", 1, "max_steps", 2));
        TrainingArguments arguments =
                TrainingArguments.of(file.overriddenBy(ArgumentValues.of(Map.of("max_steps", "3"))));
        assertThat(arguments.seed()).isEqualTo(1);
        assertThat(arguments.batches().maxSteps()).isEqualTo(3);
        assertThat(arguments.optimization().headLearningRate()).contains(1e-3);
    }
}
