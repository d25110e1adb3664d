package io.grasp.trainer.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Training arguments as somebody wrote them, by name; nothing is checked yet, and what is not there has its default.
 * Immutable, and equal by content.
 */
public final class ArgumentValues {
    private static final ArgumentValues NONE = new ArgumentValues(Map.of());

    private final Map<String, JsonNode> byName;

    private ArgumentValues(Map<String, JsonNode> byName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public static ArgumentValues none() {
        return NONE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArgumentValues that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /** Values by name, such as a number for {@code learning_rate}; text does for all. */
    public static ArgumentValues of(Map<String, ?> values) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        values.forEach((name, value) -> byName.put(name, new ObjectMapper().valueToTree(value)));
        return new ArgumentValues(byName);
    }

    /**
     * Values of a YAML file with a line {@code name: value} for each.
     *
     * @throws IllegalArgumentException if the file cannot be read or is something else
     */
    public static ArgumentValues ofYaml(Path file) {
        @Nullable JsonNode root;
        try {
            root = YamlText.READER.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The training arguments %s are no YAML (line %d): %s"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    problemOf(e)),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The training arguments %s cannot be read (%s): check that the file exists and is UTF-8 text"
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        }
        if (root == null || root.isMissingNode() || root.isNull()) {
            return NONE;
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException(
                    "The training arguments %s are no map: write a line 'name: value' for each".formatted(file));
        }
        return new ArgumentValues(map(root));
    }

    /** What the parser says, without the indented lines that show where. */
    private static String problemOf(JsonProcessingException failure) {
        return failure.getOriginalMessage()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }

    /** These, and the others where both have a value. */
    public ArgumentValues overriddenBy(ArgumentValues others) {
        Map<String, JsonNode> all = new LinkedHashMap<>(byName);
        all.putAll(others.byName);
        return new ArgumentValues(all);
    }

    static ArgumentValues ofTree(JsonNode map) {
        return new ArgumentValues(map(map));
    }

    Map<String, JsonNode> byName() {
        return byName;
    }

    private static Map<String, JsonNode> map(JsonNode node) {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }
}
