package io.grasp.model.head;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The linear layer of one task on the encoder's vector, in imported classifiers after a dense layer, one on the wording
 * of the text if it has learnt that, and its calibration. Immutable, and so safe for any number of threads.
 */
public final class ClassificationHead {
    private final Task task;
    private final @Nullable DenseLayer dense;
    private final float[][] weight;
    private final float[] bias;
    private final @Nullable LexicalHead lexical;
    private final Calibration calibration;

    /**
     * A head that reads the encoder's vector alone. Copies both arrays.
     *
     * @param weight [labels][hidden]
     * @param bias [labels]
     */
    public ClassificationHead(Task task, float[][] weight, float[] bias, Calibration calibration) {
        this(task, null, weight, bias, null, calibration);
    }

    private ClassificationHead(
            Task task,
            @Nullable DenseLayer dense,
            float[][] weight,
            float[] bias,
            @Nullable LexicalHead lexical,
            Calibration calibration) {
        int labels = task.labels().size();
        if (weight.length != labels || bias.length != labels) {
            throw new IllegalArgumentException(
                    "The head of task %s needs %d rows but has %d of weights and %d of biases"
                            .formatted(task.name(), labels, weight.length, bias.length));
        }
        if (Arrays.stream(weight).anyMatch(row -> row.length == 0 || row.length != weight[0].length)) {
            throw new IllegalArgumentException(
                    "The head of task %s needs rows of one length above 0".formatted(task.name()));
        }
        if (Arrays.stream(weight).anyMatch(row -> !allFinite(row)) || !allFinite(bias)) {
            throw new IllegalArgumentException(
                    "The head of task %s has values that are no finite numbers. Did its training".formatted(task.name())
                            + " diverge?");
        }
        if (dense != null && dense.hiddenSize() != weight[0].length) {
            throw new IllegalArgumentException(
                    "The head of task %s reads vectors of %d values but its dense layer has %d"
                            .formatted(task.name(), weight[0].length, dense.hiddenSize()));
        }
        if (lexical != null && lexical.labels() != labels) {
            throw new IllegalArgumentException("The head of task %s has %d labels but its lexical part has %d"
                    .formatted(task.name(), labels, lexical.labels()));
        }
        calibration.requireFits(task);
        this.task = task;
        this.dense = dense;
        this.weight = deepCopy(weight);
        this.bias = bias.clone();
        this.lexical = lexical;
        this.calibration = calibration;
    }

    /**
     * Decides for one vector of the encoder; for a head without a lexical part.
     *
     * @param pooled [hidden]
     */
    public TaskPrediction predict(float[] pooled) {
        return decide(logits(pooled));
    }

    /**
     * Decides for one input.
     *
     * @param pooled its vector, [hidden]
     * @param features its wording; not read by a head without a lexical part
     */
    public TaskPrediction predict(float[] pooled, LexicalFeatures features) {
        return decide(logits(pooled, features));
    }

    /**
     * Decides from logits, which is what calibration needs.
     *
     * @param logits [labels], before the temperature
     * @throws IllegalArgumentException if a logit is no finite number: the model or its input is broken
     */
    public TaskPrediction decide(double[] logits) {
        return decide(logits, calibration.temperature());
    }

    /**
     * Decides from the wording alone, if this head may and is sure enough; what it says then is, but for a few in a
     * thousand, what it would say of the encoder's vector too.
     *
     * @param features the wording of an input on a learning topic that the model has learnt
     */
    public Optional<TaskPrediction> exitEarly(LexicalFeatures features) {
        EarlyExit exit = calibration.earlyExit();
        if (exit == null || lexical == null) {
            return Optional.empty();
        }
        TaskPrediction said = byWordsAlone(features, exit.temperature());
        return !said.abstained() && said.certainty() >= exit.sureFrom() ? Optional.of(said) : Optional.empty();
    }

    /**
     * Returns what the wording alone says, sure or not, as sure as it is known to be.
     *
     * @throws IllegalStateException if this head reads no words
     */
    public TaskPrediction byWordsAlone(LexicalFeatures features) {
        EarlyExit exit = calibration.earlyExit();
        return byWordsAlone(features, exit == null ? calibration.temperature() : exit.temperature());
    }

    /**
     * Returns what the wording alone says, sure or not.
     *
     * @param temperature its logits are divided by it
     * @throws IllegalStateException if this head reads no words
     */
    public TaskPrediction byWordsAlone(LexicalFeatures features, double temperature) {
        if (lexical == null) {
            throw new IllegalStateException("The head of task %s reads no words".formatted(task.name()));
        }
        return decide(lexical.logits(features), temperature);
    }

    private TaskPrediction decide(double[] logits, double temperature) {
        if (!Arrays.stream(logits).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "The encoder gave task %s values that are no finite numbers. Verify the model package."
                            .formatted(task.name()));
        }
        double[] scaled =
                Arrays.stream(logits).map(logit -> logit / temperature).toArray();
        double[] probabilities = task.kind() == TaskKind.MULTI_LABEL ? sigmoids(scaled) : softmax(scaled);
        List<LabelScore> scores = IntStream.range(0, probabilities.length)
                .mapToObj(i -> new LabelScore(task.labels().get(i), probabilities[i]))
                .toList();
        TaskPrediction decided = new TaskPrediction(task, scores, decided(probabilities), false);
        return calibration.abstainsAt(decided.confidence())
                ? new TaskPrediction(task, scores, List.of(), true)
                : decided;
    }

    /**
     * Returns the logits for one vector, [labels], before the temperature.
     *
     * @param pooled [hidden]
     * @throws IllegalStateException if this head reads the wording too, which would be ignored
     */
    public double[] logits(float[] pooled) {
        if (lexical != null) {
            throw new IllegalStateException(
                    "The head of task %s reads words too: give it the input's lexical features".formatted(task.name()));
        }
        return encoderLogits(pooled);
    }

    /**
     * Returns the logits for one input, [labels], before the temperature.
     *
     * @param pooled its vector, [hidden]
     * @param features its wording; not read by a head without a lexical part
     */
    public double[] logits(float[] pooled, LexicalFeatures features) {
        double[] logits = encoderLogits(pooled);
        return lexical == null ? logits : lexical.mix(logits, features);
    }

    private double[] encoderLogits(float[] pooled) {
        if (pooled.length != hiddenSize()) {
            throw new IllegalArgumentException("The head of task %s reads vectors of %d values but got %d"
                    .formatted(task.name(), hiddenSize(), pooled.length));
        }
        double[] vector = new double[pooled.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = pooled[i];
        }
        return linear(weight, bias, dense == null ? vector : dense.apply(vector));
    }

    static double[] linear(float[][] weight, float[] bias, double[] input) {
        double[] outputs = new double[weight.length];
        for (int row = 0; row < outputs.length; row++) {
            double sum = bias[row];
            for (int i = 0; i < input.length; i++) {
                sum += weight[row][i] * input[i];
            }
            outputs[row] = sum;
        }
        return outputs;
    }

    public Task task() {
        return task;
    }

    public Calibration calibration() {
        return calibration;
    }

    /** The layer before the linear one, if there is one. */
    public Optional<DenseLayer> dense() {
        return Optional.ofNullable(dense);
    }

    public int hiddenSize() {
        return weight[0].length;
    }

    /** Returns a copy, [labels][hidden]. */
    public float[][] weight() {
        return deepCopy(weight);
    }

    /** Returns a copy, [labels]. */
    public float[] bias() {
        return bias.clone();
    }

    /** Returns this head with another calibration. */
    public ClassificationHead withCalibration(Calibration other) {
        return new ClassificationHead(task, dense, weight, bias, lexical, other);
    }

    /** Returns this head with a dense layer before its linear layer. */
    public ClassificationHead withDense(DenseLayer layer) {
        return new ClassificationHead(task, layer, weight, bias, lexical, calibration);
    }

    /** Returns this head with a lexical part. */
    public ClassificationHead withLexical(LexicalHead other) {
        return new ClassificationHead(task, dense, weight, bias, other, calibration);
    }

    /** Returns this head without its lexical part: what the encoder alone says. */
    public ClassificationHead withoutLexical() {
        return new ClassificationHead(task, dense, weight, bias, null, calibration.withEarlyExit(null));
    }

    /**
     * Returns this head with the lexical part, if there is one, and the calibration of another one of the same task.
     */
    public ClassificationHead takingOver(ClassificationHead other) {
        return new ClassificationHead(task, dense, weight, bias, other.lexical, other.calibration);
    }

    /** What this head has learnt of the wording; empty if it reads the encoder's vector alone. */
    public Optional<LexicalHead> lexical() {
        return Optional.ofNullable(lexical);
    }

    private List<String> decided(double[] probabilities) {
        if (task.kind() == TaskKind.MULTI_LABEL) {
            return IntStream.range(0, probabilities.length)
                    .filter(i -> probabilities[i] >= calibration.thresholds().get(i))
                    .mapToObj(task.labels()::get)
                    .toList();
        }
        int likeliest = 0;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[likeliest]) {
                likeliest = i;
            }
        }
        return List.of(task.labels().get(likeliest));
    }

    private static double[] softmax(double[] logits) {
        // the largest exponent is 0, so nothing overflows and the sum is at least 1
        double largest = Arrays.stream(logits).max().orElse(0);
        double[] powers =
                Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    private static double[] sigmoids(double[] logits) {
        return Arrays.stream(logits).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
    }

    static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    static float[][] deepCopy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }
}
