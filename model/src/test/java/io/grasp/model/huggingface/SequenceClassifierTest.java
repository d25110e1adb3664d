package io.grasp.model.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.EncodedInput;
import io.grasp.model.InteractionModel;
import io.grasp.model.LabelScore;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.model.TaskKind;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.encoder.SentenceEncoder;
import io.grasp.model.packaging.Lineage;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.Truncation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Python's transformers answers for the same checkpoints; make_fixtures.py beside them made both. */
class SequenceClassifierTest {
    private static final Path CHECKPOINTS = Path.of("src/test/resources/huggingface");
    private static final double SAME = 1e-4;

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void aCheckpointAnswersAsInPython(String architecture) throws IOException {
        Path directory = CHECKPOINTS.resolve(architecture);
        SequenceClassifier classifier = SequenceClassifier.fromDirectory(directory, "level", null, null);
        List<JsonNode> cases = cases(directory);

        try (SentenceEncoder encoder = new SentenceEncoder(
                classifier.encoder(),
                Reading.bidirectional(
                        Pooling.CLS, InputLimits.cut(classifier.maxLength(), Truncation.LONGEST_FIRST)))) {
            List<EncodedInput> batch = new ArrayList<>();
            for (JsonNode example : cases) {
                EncodedInput encoded = encoder.encode(input(example));
                assertThat(encoded.tokenIds()).containsExactly(array(example, "input_ids", int[].class));
                if (!example.path("token_type_ids").isNull()) {
                    assertThat(encoded.typeIds()).containsExactly(array(example, "token_type_ids", int[].class));
                }
                batch.add(encoded);
            }
            float[][] vectors = encoder.embed(batch);
            for (int i = 0; i < vectors.length; i++) {
                assertThat(classifier.head().logits(vectors[i]))
                        .as("case %d", i)
                        .containsExactly(array(cases.get(i), "logits", double[].class), within(SAME));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void soDoesThePackageThatIsMadeOfIt(String architecture) throws IOException {
        Path directory = CHECKPOINTS.resolve(architecture);
        Path written = written(SequenceClassifier.fromDirectory(directory, "level", null, null));

        try (InteractionModel model = InteractionModel.open(written)) {
            for (JsonNode example : cases(directory)) {
                Prediction prediction =
                        model.predict(List.of(model.encode(input(example)))).get(0);
                double[] probabilities = prediction.tasks().get(0).scores().stream()
                        .mapToDouble(LabelScore::probability)
                        .toArray();
                assertThat(probabilities)
                        .containsExactly(array(example, "probabilities", double[].class), within(SAME));
            }
        }
    }

    @Test
    void labelsAndTheirKindAreThoseOfTheCheckpoint() {
        SequenceClassifier bert = read("bert");
        assertThat(bert.head().task().labels()).containsExactly("novice", "intermediate", "advanced");
        assertThat(bert.head().task().kind()).isEqualTo(TaskKind.SINGLE_LABEL);

        SequenceClassifier roberta = read("roberta");
        assertThat(roberta.head().task().kind()).isEqualTo(TaskKind.MULTI_LABEL);
        assertThat(roberta.head().calibration().thresholds()).containsOnly(0.5).hasSize(4);
    }

    @Test
    void theKindAndTheLengthCanBeSaidOtherwise() {
        SequenceClassifier classifier =
                SequenceClassifier.fromDirectory(CHECKPOINTS.resolve("bert"), "level", TaskKind.ORDINAL, 20);

        assertThat(classifier.head().task().kind()).isEqualTo(TaskKind.ORDINAL);
        assertThat(classifier.maxLength()).isEqualTo(20);
    }

    @Test
    void theLongestInputIsTheTokenizersUnlessTheEncoderReadsLess() throws IOException {
        assertThat(read("distilbert").encoder().config().maxPositions()).isEqualTo(40);
        assertThat(read("distilbert").maxLength()).isEqualTo(32);

        Path unlimited = copy("roberta");
        replace(unlimited.resolve("tokenizer_config.json"), "\"model_max_length\": 32", "\"model_max_length\": 1e30");
        assertThat(SequenceClassifier.fromDirectory(unlimited, "level", null, null)
                        .maxLength())
                .isEqualTo(32);
        assertThatThrownBy(() -> SequenceClassifier.fromDirectory(unlimited, "level", null, 33))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("33 tokens is more than the encoder's 32 positions");
        assertThatThrownBy(() -> SequenceClassifier.fromDirectory(unlimited, "level", null, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    "model_type": "bert"     | "model_type": "gpt2"       | 'gpt2' are not supported
                    ForSequenceClassification| ForTokenClassification     | calls it BertForTokenClassification
                    "id2label"               | "names"                    | names no labels
                    "2": "advanced"          | "3": "advanced"            | but 2 has none
                    "2": "advanced"          | "2": "novice"              | but 2 has none
                    "2": "advanced"          | "2": "a", "3": "b"         | classifier.weight in model.safetensors is Tensor[3, 16]
                    "0": "novice",           |                            | but 0 has none
                    "model_type": "bert"     | "model_type": "bert", "problem_type": "regression" | regression (num_labels 3)
                    """)
    void aConfigurationThatCannotBeServedIsRefusedByName(String original, String replacement, String problem)
            throws IOException {
        Path checkpoint = copy("bert");
        replace(checkpoint.resolve("config.json"), original, replacement == null ? "" : replacement);

        assertRefused(checkpoint, problem);
    }

    @Test
    void aRegressionIsNoClassifier() throws IOException {
        Path checkpoint = copy("distilbert");
        replace(checkpoint.resolve("config.json"), "\"0\": \"confused\",", "\"0\": \"score\"");
        replace(checkpoint.resolve("config.json"), "\"1\": \"engaged\"", "");

        assertRefused(checkpoint, "it is a regression (num_labels 1)");
    }

    @ParameterizedTest
    @CsvSource({
        "bert, classifier.bias",
        "bert, bert.pooler.dense.weight",
        "roberta, classifier.out_proj.weight",
        "distilbert, pre_classifier.bias"
    })
    void aMissingTensorOfTheClassifierIsNamed(String architecture, String tensor) throws IOException {
        Path checkpoint = copy(architecture);
        Path weights = checkpoint.resolve("model.safetensors");
        Map<String, Tensor> tensors = new HashMap<>(Safetensors.read(weights));
        tensors.remove(tensor);
        Safetensors.write(weights, tensors);

        assertRefused(checkpoint, "model.safetensors lacks " + tensor);
    }

    @Test
    void aTensorOfAnotherShapeIsNamed() throws IOException {
        Path checkpoint = copy("roberta");
        Path weights = checkpoint.resolve("model.safetensors");
        Map<String, Tensor> tensors = new HashMap<>(Safetensors.read(weights));
        tensors.put("classifier.dense.weight", new Tensor(new long[] {16, 8}, new float[16 * 8]));
        Safetensors.write(weights, tensors);

        assertRefused(checkpoint, "classifier.dense.weight in model.safetensors is Tensor[16, 8]");
    }

    @Test
    void aClassifierThatDivergedIsRefused() throws IOException {
        Path checkpoint = copy("distilbert");
        Path weights = checkpoint.resolve("model.safetensors");
        Map<String, Tensor> tensors = new HashMap<>(Safetensors.read(weights));
        tensors.put("classifier.bias", new Tensor(new long[] {2}, new float[] {0, Float.NaN}));
        Safetensors.write(weights, tensors);

        assertRefused(checkpoint, "no finite numbers");
    }

    @Test
    void aMissingFileAndAnotherSideOfTruncationAreNamed() throws IOException {
        Path checkpoint = copy("bert");
        replace(checkpoint.resolve("tokenizer_config.json"), "{", "{\"truncation_side\": \"left\",");
        assertRefused(checkpoint, "truncation_side left");

        Files.delete(checkpoint.resolve("model.safetensors"));
        assertRefused(checkpoint, "There is no model.safetensors");
    }

    private static void assertRefused(Path checkpoint, String problem) {
        assertThatThrownBy(() -> SequenceClassifier.fromDirectory(checkpoint, "level", null, null))
                .isInstanceOf(UnreadableClassifierException.class)
                .hasMessageStartingWith(checkpoint + " cannot be imported: ")
                .hasMessageContaining(problem);
    }

    private static SequenceClassifier read(String architecture) {
        return SequenceClassifier.fromDirectory(CHECKPOINTS.resolve(architecture), "level", null, null);
    }

    private Path written(SequenceClassifier classifier) {
        Path directory = scratch.resolve("package");
        Lineage lineage = new Lineage("tiny", null, 0, Map.of(), List.of(), Instant.EPOCH);
        ModelPackageWriter.write(
                directory,
                classifier.encoder(),
                List.of(classifier.head()),
                classifier.manifest(lineage),
                Map.of(),
                "# Card");
        return directory;
    }

    private Path copy(String architecture) throws IOException {
        Path copy = Files.createDirectory(scratch.resolve(architecture));
        try (Stream<Path> files = Files.list(CHECKPOINTS.resolve(architecture))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static void replace(Path file, String original, String replacement) throws IOException {
        assertThat(file).content().contains(original);
        Files.writeString(file, Files.readString(file).replace(original, replacement));
    }

    private static List<JsonNode> cases(Path directory) throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        new ObjectMapper()
                .readTree(directory.resolve("expected.json").toFile())
                .path("cases")
                .forEach(cases::add);
        assertThat(cases).isNotEmpty();
        return cases;
    }

    /** The first of two segments is what we call the context; a text alone is the student's. */
    private static ModelInput input(JsonNode example) {
        String text = example.path("text").asText();
        JsonNode pair = example.path("text_pair");
        return pair.isNull() ? ModelInput.ofText(text) : new ModelInput(text, pair.asText());
    }

    private static <T> T array(JsonNode example, String field, Class<T> type) {
        return new ObjectMapper().convertValue(example.path(field), type);
    }
}
