package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grasp.model.TinyModel;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderFilesTest {
    private static final String CONFIG = new String(TinyModel.encoderFiles(1).configJson(), StandardCharsets.UTF_8);

    private static final Path HUGGING_FACE = Path.of("src/test/resources/huggingface");

    @TempDir
    Path directory;

    @Test
    void aHuggingFaceDirectoryIsRead() throws IOException {
        assertThat(EncoderFiles.fromDirectory(written(name -> name)).weights())
                .isEqualTo(TinyModel.encoderFiles(1).weights());
    }

    @Test
    void aClassifiersDirectoryIsReadForItsEncoder() throws IOException {
        Map<String, Tensor> tensors = renamed(name -> "bert." + name);
        tensors.put("classifier.weight", new Tensor(new long[] {1}, new float[1]));
        tensors.put("bert.pooler.dense.bias", new Tensor(new long[] {1}, new float[1]));
        tensors.put("cls.predictions.bias", new Tensor(new long[] {1}, new float[1]));

        Map<String, Tensor> read = EncoderFiles.fromDirectory(written(tensors)).weights();

        assertThat(read)
                .containsAllEntriesOf(TinyModel.encoderFiles(1).weights())
                .containsKey("pooler.dense.bias");
        assertThat(read).doesNotContainKeys("classifier.weight", "cls.predictions.bias");
    }

    @Test
    void oldNamesOfLayerNormsAreUnderstood() throws IOException {
        Path old = written(name ->
                name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"));

        assertThat(EncoderFiles.fromDirectory(old).weights())
                .isEqualTo(TinyModel.encoderFiles(1).weights());
    }

    @Test
    void aMissingParameterIsNamed() throws IOException {
        Map<String, Tensor> tensors = renamed(name -> name);
        tensors.remove("encoder.layer.1.output.dense.bias");
        Path incomplete = written(tensors);

        assertThatThrownBy(() -> EncoderFiles.fromDirectory(incomplete))
                .isInstanceOf(UnreadableEncoderException.class)
                .hasMessageContaining("lack encoder.layer.1.output.dense.bias");
    }

    @Test
    void aParameterOfAnotherShapeIsNamed() throws IOException {
        Map<String, Tensor> tensors = renamed(name -> name);
        tensors.put("embeddings.LayerNorm.bias", new Tensor(new long[] {3}, new float[3]));
        Path wrong = written(tensors);

        assertThatThrownBy(() -> EncoderFiles.fromDirectory(wrong))
                .isInstanceOf(UnreadableEncoderException.class)
                .hasMessageContaining("embeddings.LayerNorm.bias is Tensor[3]")
                .hasMessageContaining("[32]");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        written(name -> name);
        Files.delete(directory.resolve("tokenizer.json"));

        assertThatThrownBy(() -> EncoderFiles.fromDirectory(directory))
                .isInstanceOf(UnreadableEncoderException.class)
                .hasMessageContaining("no tokenizer.json");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    "model_type": "bert"      | "model_type": "gpt2"       | 'gpt2' are not supported
                    "hidden_act": "gelu"      | "hidden_act": "relu"       | 'relu' is not supported
                    "hidden_size": 32         | "hidden_size": 33          | 33 cannot be divided
                    "hidden_size": 32         | "hidden_size": 99999       | between 1 and 8192
                    "hidden_size": 32         | "hidden_size": "32"        | must be a whole number
                    "hidden_size": 32         | "size": 32                 | hidden_size must be a whole number but is missing
                    "num_hidden_layers": 2    | "num_hidden_layers": 0     | num_hidden_layers must be between
                    "pad_token_id": 0         | "pad_token_id": 9999       | pad_token_id 9999
                    "layer_norm_eps": 1e-12   | "layer_norm_eps": 0        | layer_norm_eps must be
                    {                         | [                          | not JSON
                    """)
    void aConfigThatWeCannotRunIsRefusedByName(String original, String replacement, String problem) {
        byte[] config = CONFIG.replace(original, replacement).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> EncoderConfig.parse(config))
                .isInstanceOf(UnreadableEncoderException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "roberta, max_position_embeddings\": 34, max_position_embeddings\": 2, between 3 and 32768 but is 2",
        "roberta, hidden_size\": 16, hidden_size\": 15, hidden_size 15 cannot be divided by num_attention_heads 2",
        "distilbert, dim\": 16, dim\": 15, dim 15 cannot be divided by n_heads 2",
        "distilbert, activation\": \"gelu, activation\": \"relu, activation 'relu' is not supported",
        "distilbert, n_layers, layers, n_layers must be a whole number but is missing",
        "distilbert, attention_dropout\": 0.1, attention_dropout\": 1, attention_dropout must be"
    })
    void aConfigIsRefusedInItsOwnArchitecturesWords(
            String architecture, String original, String replacement, String problem) throws IOException {
        String config = Files.readString(HUGGING_FACE.resolve(architecture).resolve("config.json"));
        assertThat(config).contains(original);

        assertThatThrownBy(() -> EncoderConfig.parse(
                        config.replace(original, replacement).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableEncoderException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"bert, 32", "roberta, 32", "distilbert, 40"})
    void theLongestInputIsWhatPositionsAllow(String architecture, int tokens) {
        EncoderConfig config =
                EncoderFiles.fromDirectory(HUGGING_FACE.resolve(architecture)).config();

        assertThat(config.maxPositions()).isEqualTo(tokens);
    }

    private Path written(UnaryOperator<String> rename) throws IOException {
        return written(renamed(rename));
    }

    private Path written(Map<String, Tensor> tensors) throws IOException {
        Files.writeString(directory.resolve("config.json"), CONFIG);
        Files.write(directory.resolve("tokenizer.json"), TinyModel.tokenizerJson());
        Safetensors.write(directory.resolve("model.safetensors"), tensors);
        return directory;
    }

    private static Map<String, Tensor> renamed(UnaryOperator<String> rename) {
        Map<String, Tensor> renamed = new HashMap<>();
        TinyModel.encoderFiles(1).weights().forEach((name, tensor) -> renamed.put(rename.apply(name), tensor));
        return renamed;
    }
}
