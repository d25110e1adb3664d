package io.grasp.model.packaging;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.encoder.Attention;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.head.Activation;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.EarlyExit;
import io.grasp.model.text.InputLimits;
import io.grasp.model.text.Truncation;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code grasp.json}, format 5; before it words never decide alone, before format 4 all attends to everything, before
 * format 3 they read one window, and format 1 has neither dense layers nor words.
 *
 * <pre>
 * { "format": 5, "truncation": "context_first" | "longest_first", "pooling": "mean" | "text_mean" | "cls",
 *   "attention": "bidirectional" | "text_to_context",
 *   "max_length": 128, "max_windows": 16,
 *   "tasks": [ { "name", "kind": "single_label" | "multi_label" | "ordinal", "labels": [], "temperature", "thresholds": [],
 *                "abstain_below", "early_exit": { "temperature", "sure_from" }, "dense": { "activation": "tanh" | "relu" } } ],
 *   "lexical": { "hash": "murmur3_x86_32", "seed": 0, "buckets": 4194304, "features": 1 },   only if heads read words: see
 *                {@link io.grasp.model.lexical.LexicalFeatures}
 *   "lineage": { "base_encoder", "parent_version": text | null, "label_rows", "label_offsets": { partition: offset },
 *                "learning_topics": [], "created_at": ISO 8601 } }
 * </pre>
 *
 * {@code dense} is there only if the head has a dense layer, {@code early_exit} only if its words may decide alone.
 * Fields that are not known are ignored. Format 2 has no {@code max_windows}: it is 1. Nor has format 1, which has no
 * {@code dense} either, and whose truncation is always {@code context-first}.
 */
final class ManifestJson {
    private static final String TRUNCATION_OF_FORMAT_1 = "context-first";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private ManifestJson() {}

    static byte[] write(Manifest manifest) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", manifest.format());
        InputLimits limits = manifest.reading().limits();
        json.put("truncation", lowerCase(limits.truncation()));
        json.put("pooling", lowerCase(manifest.reading().pooling()));
        json.put("attention", lowerCase(manifest.reading().attention()));
        json.put("max_length", limits.maxLength());
        json.put("max_windows", limits.maxWindows());
        ArrayNode tasks = json.putArray("tasks");
        for (Task task : manifest.tasks()) {
            Calibration calibration =
                    Objects.requireNonNull(manifest.calibration().get(task.name()));
            ObjectNode entry = tasks.addObject();
            entry.put("name", task.name());
            entry.put("kind", lowerCase(task.kind()));
            task.labels().forEach(entry.putArray("labels")::add);
            entry.put("temperature", calibration.temperature());
            calibration.thresholds().forEach(entry.putArray("thresholds")::add);
            entry.put("abstain_below", calibration.abstainBelow());
            EarlyExit exit = calibration.earlyExit();
            if (exit != null) {
                entry.putObject("early_exit")
                        .put("temperature", exit.temperature())
                        .put("sure_from", exit.sureFrom());
            }
            Activation dense = manifest.dense().get(task.name());
            if (dense != null) {
                entry.putObject("dense").put("activation", lowerCase(dense));
            }
        }
        LexicalJson.write(json, manifest.lexical());
        Lineage lineage = manifest.lineage();
        ObjectNode origin = json.putObject("lineage");
        origin.put("base_encoder", lineage.baseEncoder());
        origin.put("parent_version", lineage.parentVersion());
        origin.put("label_rows", lineage.labelRows());
        ObjectNode offsets = origin.putObject("label_offsets");
        lineage.labelOffsets().forEach((partition, offset) -> offsets.put(Integer.toString(partition), offset));
        lineage.learningTopics().forEach(origin.putArray("learning_topics")::add);
        origin.put("created_at", lineage.createdAt().toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
    }

    /** @throws IllegalArgumentException if this is not a manifest that this program reads */
    static Manifest read(byte[] bytes) {
        JsonNode json = tree(bytes);
        int format = Math.toIntExact(whole(json, "format"));
        // first, because a newer format may have changed everything else
        PackageFormat known = PackageFormat.fromId(format);
        List<Task> tasks = new ArrayList<>();
        Map<String, Calibration> calibration = new LinkedHashMap<>();
        Map<String, Activation> dense = new LinkedHashMap<>();
        for (JsonNode entry : array(json, "tasks")) {
            Task task =
                    new Task(text(entry, "name"), constant(TaskKind.values(), entry, "kind"), texts(entry, "labels"));
            tasks.add(task);
            calibration.put(
                    task.name(),
                    new Calibration(
                            number(entry, "temperature"),
                            numbers(entry, "thresholds"),
                            number(entry, "abstain_below"),
                            earlyExit(entry, known)));
            if (known != PackageFormat.V1 && entry.has("dense")) {
                dense.put(task.name(), constant(Activation.values(), entry.path("dense"), "activation"));
            }
        }
        return new Manifest(
                format,
                tasks,
                calibration,
                dense,
                reading(json, known),
                format < PackageFormat.V2.id() ? null : LexicalJson.read(json),
                lineage(json.path("lineage")));
    }

    private static @Nullable EarlyExit earlyExit(JsonNode task, PackageFormat format) {
        JsonNode exit = task.path("early_exit");
        return format.id() < PackageFormat.V5.id() || exit.isMissingNode()
                ? null
                : new EarlyExit(number(exit, "temperature"), number(exit, "sure_from"));
    }

    private static Reading reading(JsonNode json, PackageFormat format) {
        Attention attention = format.id() < PackageFormat.V4.id()
                ? Attention.BIDIRECTIONAL
                : constant(Attention.values(), json, "attention");
        return new Reading(attention, constant(Pooling.values(), json, "pooling"), limits(json, format));
    }

    private static InputLimits limits(JsonNode json, PackageFormat format) {
        int maxWindows = format.id() < PackageFormat.V3.id() ? 1 : Math.toIntExact(whole(json, "max_windows"));
        return new InputLimits(Math.toIntExact(whole(json, "max_length")), truncation(json, format), maxWindows);
    }

    private static Truncation truncation(JsonNode json, PackageFormat format) {
        if (format == PackageFormat.V1 && text(json, "truncation").equals(TRUNCATION_OF_FORMAT_1)) {
            return Truncation.CONTEXT_FIRST;
        }
        return constant(Truncation.values(), json, "truncation");
    }

    private static Lineage lineage(JsonNode json) {
        Map<Integer, Long> offsets = new LinkedHashMap<>();
        JsonNode byPartition = json.path("label_offsets");
        for (Map.Entry<String, JsonNode> partition : byPartition.properties()) {
            offsets.put(Integer.valueOf(partition.getKey()), whole(byPartition, partition.getKey()));
        }
        return new Lineage(
                text(json, "base_encoder"),
                json.hasNonNull("parent_version") ? text(json, "parent_version") : null,
                whole(json, "label_rows"),
                offsets,
                texts(json, "learning_topics"),
                instant(json, "created_at"));
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("grasp.json is not JSON", e);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "a text");
        }
        return value.textValue();
    }

    private static long whole(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(field, "a whole number");
        }
        return value.longValue();
    }

    private static double number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isNumber()) {
            throw wrong(field, "a number");
        }
        return value.doubleValue();
    }

    private static JsonNode array(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isArray()) {
            throw wrong(field, "a list");
        }
        return value;
    }

    private static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(json, field)) {
            if (!element.isTextual()) {
                throw wrong(field, "a list of texts");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    private static List<Double> numbers(JsonNode json, String field) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode element : array(json, field)) {
            if (!element.isNumber()) {
                throw wrong(field, "a list of numbers");
            }
            numbers.add(element.doubleValue());
        }
        return numbers;
    }

    private static Instant instant(JsonNode json, String field) {
        try {
            return Instant.parse(text(json, field));
        } catch (DateTimeException e) {
            throw wrong(field, "an instant such as 2026-01-31T12:00:00Z");
        }
    }

    private static <E extends Enum<E>> E constant(E[] constants, JsonNode json, String field) {
        String name = text(json, field);
        return Arrays.stream(constants)
                .filter(constant -> lowerCase(constant).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("grasp.json: %s '%s' is unknown".formatted(field, name)));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(String field, String expected) {
        return new IllegalArgumentException("grasp.json: %s must be %s".formatted(field, expected));
    }
}
