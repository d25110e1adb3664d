package io.grasp.model.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code config.json} and {@code tokenizer_config.json} say of a classifier beside its encoder.
 *
 * @param labels in the order of the classifier's outputs
 * @param modelMaxLength the longest input that the tokenizer is meant for, or more than any encoder reads
 */
record ClassifierConfig(List<String> labels, TaskKind kind, int modelMaxLength) {
    private static final String CLASSIFIER = "ForSequenceClassification";
    private static final String MULTI_LABEL = "multi_label_classification";
    private static final ObjectMapper JSON = new ObjectMapper();

    ClassifierConfig {
        labels = List.copyOf(labels);
    }

    static ClassifierConfig read(Path directory) throws IOException {
        JsonNode config = JSON.readTree(Files.readAllBytes(directory.resolve("config.json")));
        Path tokenizerConfig = directory.resolve("tokenizer_config.json");
        JsonNode tokenizer = Files.exists(tokenizerConfig)
                ? JSON.readTree(Files.readAllBytes(tokenizerConfig))
                : JSON.createObjectNode();
        requireClassifier(directory, config);
        List<String> labels = labels(directory, config);
        boolean multi = config.path("problem_type").asText().equals(MULTI_LABEL);
        requireNoRegression(directory, config, labels.size(), multi);
        if (tokenizer.path("truncation_side").asText("right").equals("left")) {
            throw new UnreadableClassifierException(
                    directory,
                    "its tokenizer_config.json cuts texts at their beginning (truncation_side left), only right is"
                            + " supported. If your texts are short enough, change it.");
        }
        return new ClassifierConfig(
                labels, multi ? TaskKind.MULTI_LABEL : TaskKind.SINGLE_LABEL, modelMaxLength(tokenizer));
    }

    private static void requireClassifier(Path directory, JsonNode config) {
        List<String> architectures = new ArrayList<>();
        config.path("architectures").forEach(name -> architectures.add(name.asText()));
        if (!architectures.isEmpty() && architectures.stream().noneMatch(name -> name.endsWith(CLASSIFIER))) {
            throw new UnreadableClassifierException(
                    directory,
                    "its config.json calls it %s, which is no …%s. To train from its encoder, use train --base."
                            .formatted(String.join(", ", architectures), CLASSIFIER));
        }
    }

    private static List<String> labels(Path directory, JsonNode config) {
        JsonNode names = config.path("id2label");
        if (!names.isObject() || names.isEmpty()) {
            throw new UnreadableClassifierException(
                    directory,
                    "its config.json names no labels. Add them in the order of the classifier's outputs, such as"
                            + " \"id2label\": {\"0\": \"novice\", \"1\": \"advanced\"}.");
        }
        List<String> labels = new ArrayList<>();
        for (int id = 0; id < names.size(); id++) {
            JsonNode label = names.path(Integer.toString(id));
            if (!label.isTextual() || label.textValue().isBlank() || labels.contains(label.textValue())) {
                throw new UnreadableClassifierException(
                        directory,
                        "id2label in its config.json needs a name of its own for each of 0 to %d, but %d has none"
                                .formatted(names.size() - 1, id));
            }
            labels.add(label.textValue());
        }
        return labels;
    }

    private static void requireNoRegression(Path directory, JsonNode config, int labels, boolean multi) {
        if (config.path("problem_type").asText().equals("regression") || (labels == 1 && !multi)) {
            throw new UnreadableClassifierException(
                    directory,
                    "it is a regression (num_labels %d), whose output is no probability of a label. Train a classifier instead."
                            .formatted(labels));
        }
    }

    /** Tokenizers without a limit write a number far beyond any. */
    private static int modelMaxLength(JsonNode tokenizer) {
        double length = tokenizer.path("model_max_length").asDouble(Integer.MAX_VALUE);
        return length >= 1 && length < Integer.MAX_VALUE ? (int) length : Integer.MAX_VALUE;
    }
}
