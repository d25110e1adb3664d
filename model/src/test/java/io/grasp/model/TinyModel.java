package io.grasp.model;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.encoder.Reading;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.EarlyExit;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.model.packaging.Lineage;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.model.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A real model in small: a two-layer BERT with weights from a seed and a tokenizer of its own. Opens in milliseconds.
 */
public final class TinyModel {
    public static final int HIDDEN = 32;
    public static final int MAX_LENGTH = 128;

    private static final int LAYERS = 2;
    private static final int INTERMEDIATE = 64;
    private static final int VOCABULARY = 351;
    private static final String CONFIG = """
            {
              "architectures": ["BertModel"],
              "model_type": "bert",
              "hidden_act": "gelu",
              "hidden_size": %d,
              "intermediate_size": %d,
              "layer_norm_eps": 1e-12,
              "max_position_embeddings": %d,
              "num_attention_heads": 4,
              "num_hidden_layers": %d,
              "pad_token_id": 0,
              "type_vocab_size": 2,
              "vocab_size": %d
            }
            """.formatted(HIDDEN, INTERMEDIATE, MAX_LENGTH, LAYERS, VOCABULARY);

    private TinyModel() {}

    /** Comprehension (ordinal), misconception (multi-label) and engagement (single-label). */
    public static List<Task> tasks() {
        return List.of(
                new Task("comprehension", TaskKind.ORDINAL, List.of("novice", "intermediate", "advanced")),
                new Task(
                        "misconception",
                        TaskKind.MULTI_LABEL,
                        List.of("fractions.add-across", "circuits.current-used-up", "forces.motion-needs-force")),
                new Task("engagement", TaskKind.SINGLE_LABEL, List.of("engaged", "neutral", "confused")));
    }

    public static EncoderFiles encoderFiles(long seed) {
        return new EncoderFiles(CONFIG.getBytes(StandardCharsets.UTF_8), tokenizerJson(), weights(new Random(seed)));
    }

    /** Heads from the seed, different for each task and seed; large enough that predictions differ visibly. */
    public static List<ClassificationHead> heads(long seed, List<Task> tasks) {
        Random random = new Random(seed + 1);
        return tasks.stream().map(task -> head(random, task)).toList();
    }

    /** Writes a package of this encoder and {@link #heads} and returns the directory, which must be new or empty. */
    public static Path writePackage(Path directory, long seed, List<Task> tasks) {
        return writeHeads(directory, seed, heads(seed, tasks));
    }

    private static Path writeHeads(Path directory, long seed, List<ClassificationHead> heads) {
        return writeHeads(directory, seed, heads, List.of());
    }

    private static Path writeHeads(
            Path directory, long seed, List<ClassificationHead> heads, List<String> learningTopics) {
        Lineage lineage = new Lineage("tiny", null, 0, Map.of(), learningTopics, Instant.EPOCH);
        ModelPackageWriter.write(
                directory,
                encoderFiles(seed),
                heads,
                Manifest.of(heads, Reading.bidirectional(Pooling.MEAN, MAX_LENGTH), lineage),
                Map.of("seed", seed),
                "# Tiny model\nRandom weights, for tests.\n");
        return directory;
    }

    /** Writes a package with one task, a rubric, that abstains below that confidence, and returns the directory. */
    public static Path writeGrader(Path directory, long seed, double abstainBelow) {
        Task grade =
                new Task("grade", TaskKind.ORDINAL, List.of("insufficient", "needs-improvement", "good", "excellent"));
        ClassificationHead head = heads(seed, List.of(grade)).get(0);
        return writeHeads(directory, seed, List.of(head.withCalibration(new Calibration(1, List.of(), abstainBelow))));
    }

    /**
     * {@link #heads} that also read the words of {@code known}, with weights from the seed that can turn a decision.
     */
    public static List<ClassificationHead> lexicalHeads(long seed, List<Task> tasks, ModelInput... known) {
        Random random = new Random(seed + 2);
        SortedSet<Integer> buckets = new TreeSet<>();
        for (ModelInput input : known) {
            LexicalFeatures features = LexicalFeatures.of(input);
            for (int i = 0; i < features.size(); i++) {
                buckets.add(features.bucket(i));
            }
        }
        int[] rising = buckets.stream().mapToInt(Integer::intValue).toArray();
        return heads(seed, tasks).stream()
                .map(head -> head.withLexical(lexical(random, rising, head.task())))
                .toList();
    }

    private static LexicalHead lexical(Random random, int[] buckets, Task task) {
        int labels = task.labels().size();
        float[][] weight = new float[labels][];
        for (int label = 0; label < labels; label++) {
            weight[label] = gaussians(random, buckets.length, 2);
        }
        return new LexicalHead(buckets, weight, gaussians(random, labels, 0.1f), 0.75f, 1.25f);
    }

    /** {@link #writePackage}, with {@link #lexicalHeads}. */
    public static Path writeLexicalPackage(Path directory, long seed, List<Task> tasks, ModelInput... known) {
        return writeHeads(directory, seed, lexicalHeads(seed, tasks, known));
    }

    /** {@link #writeLexicalPackage} of a model that knows {@code known}'s learning topic, and exits early on it. */
    public static Path writeEarlyExitingPackage(
            Path directory, long seed, List<Task> tasks, EarlyExit exit, ModelInput known) {
        List<ClassificationHead> heads = lexicalHeads(seed, tasks, known).stream()
                .map(head -> head.withCalibration(head.calibration().withEarlyExit(exit)))
                .toList();
        return writeHeads(directory, seed, heads, List.of(known.learningTopic()));
    }

    public static byte[] tokenizerJson() {
        try (InputStream stream =
                Objects.requireNonNull(TinyModel.class.getResourceAsStream("/tokenizer/tokenizer.json"))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassificationHead head(Random random, Task task) {
        int labels = task.labels().size();
        float[][] weight = new float[labels][];
        for (int label = 0; label < labels; label++) {
            weight[label] = gaussians(random, HIDDEN, 0.5f);
        }
        return new ClassificationHead(task, weight, gaussians(random, labels, 0.1f), Calibration.none(task));
    }

    private static Map<String, Tensor> weights(Random random) {
        Map<String, Tensor> weights = new HashMap<>();
        matrix(weights, random, "embeddings.word_embeddings", VOCABULARY, HIDDEN);
        matrix(weights, random, "embeddings.position_embeddings", MAX_LENGTH, HIDDEN);
        matrix(weights, random, "embeddings.token_type_embeddings", 2, HIDDEN);
        norm(weights, random, "embeddings.LayerNorm");
        for (int i = 0; i < LAYERS; i++) {
            String layer = "encoder.layer." + i;
            for (String projection : List.of("self.query", "self.key", "self.value", "output.dense")) {
                linear(weights, random, layer + ".attention." + projection, HIDDEN, HIDDEN);
            }
            norm(weights, random, layer + ".attention.output.LayerNorm");
            linear(weights, random, layer + ".intermediate.dense", INTERMEDIATE, HIDDEN);
            linear(weights, random, layer + ".output.dense", HIDDEN, INTERMEDIATE);
            norm(weights, random, layer + ".output.LayerNorm");
        }
        return weights;
    }

    private static void linear(Map<String, Tensor> weights, Random random, String name, int out, int in) {
        matrix(weights, random, name, out, in);
        weights.put(name + ".bias", new Tensor(new long[] {out}, gaussians(random, out, 0.1f)));
    }

    private static void matrix(Map<String, Tensor> weights, Random random, String name, int rows, int columns) {
        weights.put(name + ".weight", new Tensor(new long[] {rows, columns}, gaussians(random, rows * columns, 0.2f)));
    }

    private static void norm(Map<String, Tensor> weights, Random random, String name) {
        float[] scale = gaussians(random, HIDDEN, 0.1f);
        for (int i = 0; i < HIDDEN; i++) {
            scale[i] += 1;
        }
        weights.put(name + ".weight", new Tensor(new long[] {HIDDEN}, scale));
        weights.put(name + ".bias", new Tensor(new long[] {HIDDEN}, gaussians(random, HIDDEN, 0.1f)));
    }

    private static float[] gaussians(Random random, int count, float deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * deviation;
        }
        return values;
    }
}
