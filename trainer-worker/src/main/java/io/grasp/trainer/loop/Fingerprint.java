package io.grasp.trainer.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grasp.model.Task;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.finetune.Start;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that decides how a training goes, so that a checkpoint of another one can be refused and the difference told.
 *
 * @param training how many rows train
 * @param trainingSum checksum of their ids, inputs and labels, in order
 * @param validation how many rows tune
 * @param validationSum the same of those
 * @param tasks with their labels, in order
 * @param baseSum checksum of what training began with: the encoder's configuration, tokenizer and weights, and heads
 * @param arguments those that change a weight, as they are written, by name
 */
record Fingerprint(
        int training,
        String trainingSum,
        int validation,
        String validationSum,
        List<String> tasks,
        String baseSum,
        Map<String, String> arguments) {
    /** Where to go on from, what is kept on disk and what a finished model declines change no weight. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "resume_from_checkpoint",
            "save_strategy",
            "save_steps",
            "save_total_limit",
            "logging_steps",
            "abstain_below");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    Fingerprint {
        tasks = List.copyOf(tasks);
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    static Fingerprint of(Dataset dataset, Start start, TrainingArguments arguments) {
        Map<String, String> written = new TreeMap<>();
        arguments.toMap().forEach((name, value) -> written.put(name, written(value)));
        written.keySet().removeAll(WITHOUT_EFFECT);
        return new Fingerprint(
                dataset.training().size(),
                sum(dataset.training()),
                dataset.validation().size(),
                sum(dataset.validation()),
                dataset.tasks().stream().map(Task::toString).toList(),
                sum(start),
                written);
    }

    /** What is not the same here as it was there, a few words each; empty if both are of one training. */
    List<String> differencesFrom(Fingerprint then) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(arguments.keySet());
        names.addAll(then.arguments.keySet());
        for (String name : names) {
            String now = arguments.getOrDefault(name, "not there");
            String before = then.arguments.getOrDefault(name, "not there");
            if (!now.equals(before)) {
                differences.add("%s is %s but was %s".formatted(name, now, before));
            }
        }
        rows("training", training - then.training, trainingSum.equals(then.trainingSum), then.training, differences);
        rows(
                "validation",
                validation - then.validation,
                validationSum.equals(then.validationSum),
                then.validation,
                differences);
        if (!tasks.equals(then.tasks)) {
            differences.add("the tasks or their labels are others");
        }
        if (!baseSum.equals(then.baseSum)) {
            differences.add("the base encoder is another");
        }
        return differences;
    }

    /** A name for the training that has this fingerprint: 16 hexadecimal digits. */
    String shortName() {
        Sum sum = new Sum();
        sum.add(toString());
        return sum.hex().substring(0, 16);
    }

    private static void rows(String which, int more, boolean same, int before, List<String> differences) {
        if (more != 0) {
            differences.add("there are %d %s rows but were %d".formatted(before + more, which, before));
        } else if (!same) {
            differences.add("the %s rows have other ids, texts or labels, or another order".formatted(which));
        }
    }

    /** The same text in every process, which a map's own is not. */
    private static String written(Object value) {
        try {
            return value instanceof String text ? text : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An argument could not be written as JSON", e);
        }
    }

    private static String sum(List<LabeledRow> rows) {
        Sum sum = new Sum();
        for (LabeledRow row : rows) {
            sum.add(row.id());
            sum.add(row.input().context());
            sum.add(row.input().text());
            sum.add(new TreeMap<>(row.labels()).toString());
        }
        return sum.hex();
    }

    private static String sum(Start start) {
        EncoderFiles base = start.encoder();
        Sum sum = new Sum();
        sum.add(base.configJson());
        sum.add(base.tokenizerJson());
        new TreeMap<>(base.weights()).forEach(sum::add);
        for (ClassificationHead head : start.heads()) {
            sum.add(head.task().toString(), Tensor.ofRows(head.weight()));
        }
        return sum.hex();
    }

    /** A SHA-256 of parts, each with its length where that is not known. */
    private static final class Sum {
        private final MessageDigest digest;

        Sum() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        void add(String name, Tensor tensor) {
            add(name);
            FloatBuffer values = tensor.values();
            ByteBuffer bytes = ByteBuffer.allocate(8192 * Float.BYTES);
            while (values.hasRemaining()) {
                bytes.clear();
                while (values.hasRemaining() && bytes.hasRemaining()) {
                    bytes.putFloat(values.get());
                }
                digest.update(bytes.flip());
            }
        }

        void add(String text) {
            add(text.getBytes(StandardCharsets.UTF_8));
        }

        void add(byte[] bytes) {
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }

        String hex() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
