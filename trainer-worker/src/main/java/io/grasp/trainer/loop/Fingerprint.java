package io.grasp.trainer.loop;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A checksum of all that decides how a training goes: rows with their labels, base encoder and arguments. */
final class Fingerprint {
    /** Where to go on from, and what is kept on disk, change no weight. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("resume_from_checkpoint", "save_strategy", "save_steps", "save_total_limit", "logging_steps");

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String of(Dataset dataset, EncoderFiles base, TrainingArguments arguments) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(dataset.training());
        fingerprint.add(dataset.validation());
        fingerprint.add(dataset.tasks().toString());
        fingerprint.add(base.tokenizerJson());
        base.weights().forEach(fingerprint::add);
        Map<String, Object> written = new TreeMap<>(arguments.toMap());
        written.keySet().removeAll(WITHOUT_EFFECT);
        fingerprint.add(written.toString());
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(List<LabeledRow> rows) {
        for (LabeledRow row : rows) {
            add(row.id());
            add(row.input().context());
            add(row.input().text());
            add(new TreeMap<>(row.labels()).toString());
        }
    }

    private void add(String name, Tensor tensor) {
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

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
