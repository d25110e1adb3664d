package io.grasp.learner.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A knowledge model as a YAML file. A parameter that is left out is the usual one:
 *
 * <pre>
 * usual: {prior: 0.3, learn: 0.15, guess: 0.3, slip: 0.1}
 * learning_topics:
 *   fractions.addition: {prior: 0.2, learn: 0.08}
 * </pre>
 */
public final class KnowledgeFile {
    private static final String USUAL = "usual";
    private static final String LEARNING_TOPICS = "learning_topics";
    private static final List<String> PARAMETERS = List.of("prior", "learn", "guess", "slip");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private KnowledgeFile() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException naming every problem, if it is not as it should be
     */
    public static KnowledgeModel read(Path file) {
        List<String> problems = new ArrayList<>();
        JsonNode root = parsed(file);
        requireNames("the file", root, Set.of(USUAL, LEARNING_TOPICS), problems);
        KnowledgeParameters usual = parameters(USUAL, root.path(USUAL), KnowledgeParameters.USUAL, problems);
        Map<String, KnowledgeParameters> learningTopics = new LinkedHashMap<>();
        root.path(LEARNING_TOPICS)
                .properties()
                .forEach(topic -> learningTopics.put(
                        topic.getKey(),
                        parameters("learning topic " + topic.getKey(), topic.getValue(), usual, problems)));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The knowledge file %s is refused: %s. Write it as prior, learn, guess"
                            .formatted(file, String.join("; ", problems))
                    + " and slip, from 0 to 1 each, under usual or under a learning topic of learning_topics");
        }
        return new KnowledgeModel(usual, learningTopics);
    }

    private static JsonNode parsed(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The knowledge file %s is no YAML: line %d cannot be read"
                            .formatted(
                                    file,
                                    e.getLocation() == null
                                            ? 1
                                            : e.getLocation().getLineNr()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The knowledge file %s cannot be read (%s): is it there, and may this program read it?"
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static KnowledgeParameters parameters(
            String of, JsonNode node, KnowledgeParameters usual, List<String> problems) {
        if (node.isMissingNode() || node.isNull()) {
            return usual;
        }
        requireNames(of, node, Set.copyOf(PARAMETERS), problems);
        List<String> unreadable = PARAMETERS.stream()
                .filter(name -> node.has(name) && !node.get(name).isNumber())
                .map(name -> "%s of %s is no number".formatted(name, of))
                .toList();
        problems.addAll(unreadable);
        if (!unreadable.isEmpty()) {
            return usual;
        }
        try {
            return new KnowledgeParameters(
                    node.path("prior").asDouble(usual.prior()),
                    node.path("learn").asDouble(usual.learn()),
                    node.path("guess").asDouble(usual.guess()),
                    node.path("slip").asDouble(usual.slip()));
        } catch (IllegalArgumentException e) {
            problems.add("of %s, %s".formatted(of, e.getMessage()));
            return usual;
        }
    }

    private static void requireNames(String of, JsonNode node, Set<String> known, List<String> problems) {
        if (!node.isObject()) {
            problems.add("%s is no map".formatted(of));
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add("%s has an unknown %s".formatted(of, name));
            }
        });
    }

    /** Writes one, which reads as the same model. */
    public static void write(KnowledgeModel model, Path file) {
        Map<String, Object> learningTopics = new LinkedHashMap<>();
        model.learningTopics().forEach((topic, parameters) -> learningTopics.put(topic, map(parameters)));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(USUAL, map(model.usual()));
        root.put(LEARNING_TOPICS, learningTopics);
        try {
            YAML.writeValue(file.toFile(), root);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the knowledge file " + file, e);
        }
    }

    private static Map<String, Double> map(KnowledgeParameters parameters) {
        Map<String, Double> map = new LinkedHashMap<>();
        map.put("prior", parameters.prior());
        map.put("learn", parameters.learn());
        map.put("guess", parameters.guess());
        map.put("slip", parameters.slip());
        return map;
    }
}
