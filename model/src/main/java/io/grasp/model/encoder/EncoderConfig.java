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

/**
 * The sizes of an encoder, as a Hugging Face {@code config.json} gives them.
 *
 * @param vocabSize tokens the encoder knows
 * @param maxPositions the longest input in tokens; RoBERTa's {@code max_position_embeddings} are more than that
 * @param typeVocabSize segments the encoder has embeddings for; 0 if it tells none apart
 * @param layerNormEpsilon added to a variance before its root is taken
 * @param hiddenDropout share of hidden values dropped in training; serving drops none
 * @param attentionDropout share of attention weights dropped in training; serving drops none
 */
public record EncoderConfig(
        Architecture architecture,
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
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    public EncoderConfig {
        Architecture.ConfigKeys keys = architecture.configKeys();
        requireSize("vocab_size", vocabSize, 2_000_000);
        requireSize(keys.hiddenSize(), hiddenSize, 8_192);
        requireSize(keys.layers(), layers, 96);
        requireSize(keys.heads(), heads, 128);
        requireSize(keys.intermediateSize(), intermediateSize, 65_536);
        if (architecture.hasTypeEmbeddings()) {
            requireSize("type_vocab_size", typeVocabSize, 64);
        }
        if (hiddenSize % heads != 0) {
            throw new UnreadableEncoderException("config.json: %s %d cannot be divided by %s %d"
                    .formatted(keys.hiddenSize(), hiddenSize, keys.heads(), heads));
        }
        if (padTokenId < 0 || padTokenId >= vocabSize) {
            throw new UnreadableEncoderException(
                    "config.json: pad_token_id %d is not a token of the %d known".formatted(padTokenId, vocabSize));
        }
        int positions = maxPositions + architecture.firstPosition(padTokenId);
        if (maxPositions < 1 || positions > 32_768) {
            throw new UnreadableEncoderException(
                    "config.json: max_position_embeddings must be between %d and %d but is %d"
                            .formatted(1 + architecture.firstPosition(padTokenId), 32_768, positions));
        }
        if (!(layerNormEpsilon > 0 && layerNormEpsilon < 1)) {
            throw new UnreadableEncoderException(
                    "config.json: layer_norm_eps must be between 0 and 1 but is " + layerNormEpsilon);
        }
        requireShare(keys.hiddenDropout(), hiddenDropout);
        requireShare(keys.attentionDropout(), attentionDropout);
    }

    /**
     * Reads the contents of a {@code config.json}.
     *
     * @throws UnreadableEncoderException if it describes an encoder that this program cannot run
     */
    public static EncoderConfig parse(byte[] configJson) {
        JsonNode json = readTree(configJson);
        Architecture architecture =
                Architecture.ofModelType(json.path("model_type").asText(""));
        Architecture.ConfigKeys keys = architecture.configKeys();
        String activation = json.path(keys.activation()).asText("gelu");
        if (!activation.equals("gelu")) {
            throw new UnreadableEncoderException(
                    "config.json: %s '%s' is not supported, only gelu".formatted(keys.activation(), activation));
        }
        String positions = json.path("position_embedding_type").asText("absolute");
        if (!positions.equals("absolute")) {
            throw new UnreadableEncoderException(
                    "config.json: position_embedding_type '%s' is not supported, only absolute".formatted(positions));
        }
        int padTokenId =
                json.hasNonNull("pad_token_id") ? integer(json, "pad_token_id") : architecture.defaultPadTokenId();
        return new EncoderConfig(
                architecture,
                integer(json, "vocab_size"),
                integer(json, keys.hiddenSize()),
                integer(json, keys.layers()),
                integer(json, keys.heads()),
                integer(json, keys.intermediateSize()),
                integer(json, "max_position_embeddings") - architecture.firstPosition(padTokenId),
                typeVocabSize(json, architecture),
                padTokenId,
                json.path("layer_norm_eps").asDouble(1e-12),
                json.path(keys.hiddenDropout()).asDouble(0.1),
                json.path(keys.attentionDropout()).asDouble(0.1));
    }

    private static int typeVocabSize(JsonNode json, Architecture architecture) {
        if (!architecture.hasTypeEmbeddings()) {
            return 0;
        }
        return json.has("type_vocab_size") ? integer(json, "type_vocab_size") : 2;
    }

    /**
     * The encoder's parameters by their Hugging Face names, with their shapes; the pooler, which we do not use, is not
     * one.
     */
    Map<String, List<Integer>> parameterShapes() {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        shapes.put("embeddings.word_embeddings.weight", List.of(vocabSize, hiddenSize));
        shapes.put(
                "embeddings.position_embeddings.weight",
                List.of(maxPositions + architecture.firstPosition(padTokenId), hiddenSize));
        if (architecture.hasTypeEmbeddings()) {
            shapes.put("embeddings.token_type_embeddings.weight", List.of(typeVocabSize, hiddenSize));
        }
        putNorm(shapes, "embeddings.LayerNorm");
        Architecture.LayerNames names = architecture.layerNames();
        for (int i = 0; i < layers; i++) {
            String layer = names.layers() + i;
            putLinear(shapes, layer + names.query(), hiddenSize, hiddenSize);
            putLinear(shapes, layer + names.key(), hiddenSize, hiddenSize);
            putLinear(shapes, layer + names.value(), hiddenSize, hiddenSize);
            putLinear(shapes, layer + names.attentionOutput(), hiddenSize, hiddenSize);
            putNorm(shapes, layer + names.attentionNorm());
            putLinear(shapes, layer + names.intermediate(), intermediateSize, hiddenSize);
            putLinear(shapes, layer + names.output(), hiddenSize, intermediateSize);
            putNorm(shapes, layer + names.outputNorm());
        }
        return Collections.unmodifiableMap(shapes);
    }

    /** Returns the names of the weights of all linear layers. */
    List<String> linearWeights() {
        return parameterShapes().entrySet().stream()
                .filter(parameter -> parameter.getValue().size() == 2)
                .map(Map.Entry::getKey)
                .filter(name -> !name.startsWith("embeddings."))
                .toList();
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

    /** Returns which row of the position table each token of an input reads. */
    int[] positions(int[] tokenIds) {
        int[] positions = new int[tokenIds.length];
        int counted = 0;
        for (int i = 0; i < positions.length; i++) {
            if (!architecture.countsPositionsFromPadding()) {
                positions[i] = i;
            } else if (tokenIds[i] == padTokenId) {
                positions[i] = padTokenId;
            } else {
                counted++;
                positions[i] = padTokenId + counted;
            }
        }
        return positions;
    }
}
