package io.grasp.model.encoder;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sizes of an encoder, as a Hugging Face {@code config.json} gives them.
 *
 * @param modelType the architecture; only {@code bert} for now
 * @param vocabSize tokens the encoder knows
 * @param maxPositions the longest input in tokens
 * @param layerNormEpsilon added to a variance before its root is taken
 * @param hiddenDropout share of hidden values dropped in training; serving drops none
 * @param attentionDropout share of attention weights dropped in training; serving drops none
 */
public record EncoderConfig(
        String modelType,
        int vocabSize,
        int hiddenSize,
        int layers,
        int heads,
        int intermediateSize,
        int maxPositions,
        int typeVocabSize,
        int padTokenId,
        double layerNormEpsilon,
        double hiddenDropout,
        double attentionDropout) {
    private static final Set<String> NOT_YET = Set.of("roberta", "distilbert");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    public EncoderConfig {
        if (NOT_YET.contains(modelType)) {
            throw new UnreadableEncoderException(
                    "Encoders of model_type %s are not supported yet. Use one of model_type bert."
                            .formatted(modelType));
        }
        if (!modelType.equals("bert")) {
            throw new UnreadableEncoderException(
                    "Encoders of model_type '%s' are not supported. Use one of model_type bert.".formatted(modelType));
        }
        requireSize("vocab_size", vocabSize, 2_000_000);
        requireSize("hidden_size", hiddenSize, 8_192);
        requireSize("num_hidden_layers", layers, 96);
        requireSize("num_attention_heads", heads, 128);
        requireSize("intermediate_size", intermediateSize, 65_536);
        requireSize("max_position_embeddings", maxPositions, 32_768);
        requireSize("type_vocab_size", typeVocabSize, 64);
        if (hiddenSize % heads != 0) {
            throw new UnreadableEncoderException(
                    "config.json: hidden_size %d cannot be divided by num_attention_heads %d"
                            .formatted(hiddenSize, heads));
        }
        if (padTokenId < 0 || padTokenId >= vocabSize) {
            throw new UnreadableEncoderException(
                    "config.json: pad_token_id %d is not a token of the %d known".formatted(padTokenId, vocabSize));
        }
        if (!(layerNormEpsilon > 0 && layerNormEpsilon < 1)) {
            throw new UnreadableEncoderException(
                    "config.json: layer_norm_eps must be between 0 and 1 but is " + layerNormEpsilon);
        }
        requireShare("hidden_dropout_prob", hiddenDropout);
        requireShare("attention_probs_dropout_prob", attentionDropout);
    }

    /**
     * Reads the contents of a {@code config.json}.
     *
     * @throws UnreadableEncoderException if it describes an encoder that this program cannot run
     */
    public static EncoderConfig parse(byte[] configJson) {
        JsonNode json = readTree(configJson);
        String activation = json.path("hidden_act").asText("gelu");
        if (!activation.equals("gelu")) {
            throw new UnreadableEncoderException(
                    "config.json: hidden_act '%s' is not supported, only gelu".formatted(activation));
        }
        String positions = json.path("position_embedding_type").asText("absolute");
        if (!positions.equals("absolute")) {
            throw new UnreadableEncoderException(
                    "config.json: position_embedding_type '%s' is not supported, only absolute".formatted(positions));
        }
        return new EncoderConfig(
                json.path("model_type").asText(""),
                integer(json, "vocab_size"),
                integer(json, "hidden_size"),
                integer(json, "num_hidden_layers"),
                integer(json, "num_attention_heads"),
                integer(json, "intermediate_size"),
                integer(json, "max_position_embeddings"),
                json.has("type_vocab_size") ? integer(json, "type_vocab_size") : 2,
                json.hasNonNull("pad_token_id") ? integer(json, "pad_token_id") : 0,
                json.path("layer_norm_eps").asDouble(1e-12),
                json.path("hidden_dropout_prob").asDouble(0.1),
                json.path("attention_probs_dropout_prob").asDouble(0.1));
    }

    /**
     * The encoder's parameters by their Hugging Face names, with their shapes; the pooler, which we do not use, is not
     * one.
     */
    Map<String, List<Integer>> parameterShapes() {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        shapes.put("embeddings.word_embeddings.weight", List.of(vocabSize, hiddenSize));
        shapes.put("embeddings.position_embeddings.weight", List.of(maxPositions, hiddenSize));
        shapes.put("embeddings.token_type_embeddings.weight", List.of(typeVocabSize, hiddenSize));
        putNorm(shapes, "embeddings.LayerNorm");
        for (int i = 0; i < layers; i++) {
            String layer = "encoder.layer." + i;
            putLinear(shapes, layer + ".attention.self.query", hiddenSize, hiddenSize);
            putLinear(shapes, layer + ".attention.self.key", hiddenSize, hiddenSize);
            putLinear(shapes, layer + ".attention.self.value", hiddenSize, hiddenSize);
            putLinear(shapes, layer + ".attention.output.dense", hiddenSize, hiddenSize);
            putNorm(shapes, layer + ".attention.output.LayerNorm");
            putLinear(shapes, layer + ".intermediate.dense", intermediateSize, hiddenSize);
            putLinear(shapes, layer + ".output.dense", hiddenSize, intermediateSize);
            putNorm(shapes, layer + ".output.LayerNorm");
        }
        return Collections.unmodifiableMap(shapes);
    }

    private void putNorm(Map<String, List<Integer>> shapes, String name) {
        shapes.put(name + ".weight", List.of(hiddenSize));
        shapes.put(name + ".bias", List.of(hiddenSize));
    }

    private static void putLinear(Map<String, List<Integer>> shapes, String name, int out, int in) {
        shapes.put(name + ".weight", List.of(out, in));
        shapes.put(name + ".bias", List.of(out));
    }

    private static JsonNode readTree(byte[] configJson) {
        try {
            JsonNode json = JSON.readTree(configJson);
            if (json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            throw new UnreadableEncoderException("config.json is not JSON. Fetch the encoder again.", e);
        }
        throw new UnreadableEncoderException("config.json is not a JSON object. Fetch the encoder again.");
    }

    private static int integer(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isInt()) {
            throw new UnreadableEncoderException("config.json: %s must be a whole number but is %s"
                    .formatted(field, value.isMissingNode() ? "missing" : value.getNodeType()));
        }
        return value.intValue();
    }

    private static void requireSize(String field, int value, int atMost) {
        if (value < 1 || value > atMost) {
            throw new UnreadableEncoderException(
                    "config.json: %s must be between 1 and %d but is %d".formatted(field, atMost, value));
        }
    }

    private static void requireShare(String field, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new UnreadableEncoderException(
                    "config.json: %s must be at least 0 and below 1 but is %s".formatted(field, value));
        }
    }
}
