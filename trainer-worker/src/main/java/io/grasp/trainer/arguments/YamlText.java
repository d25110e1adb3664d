package io.grasp.trainer.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import java.util.TreeMap;

/** YAML as trees. JSON is YAML, so a map in a flag may be written in either. */
final class YamlText {
    static final ObjectReader READER = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build()
            .reader();

    private YamlText() {}

    /** A flag's text as the tree that it is; anything else as it is. */
    static JsonNode parsedIfText(JsonNode node) {
        if (!node.isTextual()) {
            return node;
        }
        try {
            JsonNode parsed = READER.readTree(node.asText());
            return parsed.isContainerNode() ? parsed : node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no YAML", e);
        }
    }

    static boolean isNone(JsonNode node) {
        return node.isNull() || node.asText().equalsIgnoreCase("none");
    }

    static JsonNode requireMap(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("This is no map");
        }
        return node;
    }

    /** Numbers by name. */
    static Map<String, Double> positives(JsonNode map) {
        Map<String, Double> numbers = new TreeMap<>();
        requireMap(map)
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), Double.parseDouble(ArgumentType.text(entry.getValue()))));
        PositiveWeights.requirePositive(numbers);
        return numbers;
    }
}
