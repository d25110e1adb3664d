package io.grasp.model.head;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The linear layer of one task, and its calibration. Immutable, and so safe for any number of threads. */
public final class ClassificationHead {
    private final Task task;
    private final float[][] weight;
    private final float[] bias;
    private final Calibration calibration;

    /**
     * Copies both arrays.
     *
     * @param weight [labels][hidden]
     * @param bias [labels]
     */
    public ClassificationHead(Task task, float[][] weight, float[] bias, Calibration calibration) {
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
        calibration.requireFits(task);
        this.task = task;
        this.weight = deepCopy(weight);
        this.bias = bias.clone();
        this.calibration = calibration;
    }

    /**
     * Decides for one vector of the encoder.
     *
     * @param pooled [hidden]
     */
    public TaskPrediction predict(float[] pooled) {
        return decide(logits(pooled));
    }

    /**
     * Decides from logits, which is what calibration needs.
     *
     * @param logits [labels], before the temperature
     * @throws IllegalArgumentException if a logit is no finite number: the model or its input is broken
     */
    public TaskPrediction decide(double[] logits) {
        if (!Arrays.stream(logits).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "The encoder gave task %s values that are no finite numbers. Verify the model package."
                            .formatted(task.name()));
        }
        double[] scaled = Arrays.stream(logits)
                .map(logit -> logit / calibration.temperature())
                .toArray();
        double[] probabilities = task.kind() == TaskKind.MULTI_LABEL ? sigmoids(scaled) : softmax(scaled);
        List<LabelScore> scores = IntStream.range(0, probabilities.length)
                .mapToObj(i -> new LabelScore(task.labels().get(i), probabilities[i]))
                .toList();
        TaskPrediction decided = new TaskPrediction(task, scores, decided(probabilities), false);
        return decided.confidence() < calibration.abstainBelow()
                ? new TaskPrediction(task, scores, List.of(), true)
                : decided;
    }

    /**
     * Returns the linear layer's output, [labels], before the temperature.
     *
     * @param pooled [hidden]
     */
    public double[] logits(float[] pooled) {
        if (pooled.length != hiddenSize()) {
            throw new IllegalArgumentException("The head of task %s reads vectors of %d values but got %d"
                    .formatted(task.name(), hiddenSize(), pooled.length));
        }
        double[] logits = new double[weight.length];
        for (int label = 0; label < logits.length; label++) {
            double sum = bias[label];
            for (int i = 0; i < pooled.length; i++) {
                sum += (double) weight[label][i] * pooled[i];
            }
            logits[label] = sum;
        }
        return logits;
    }

    public Task task() {
        return task;
    }

    public Calibration calibration() {
        return calibration;
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
        return new ClassificationHead(task, weight, bias, other);
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

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static float[][] deepCopy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }
}
