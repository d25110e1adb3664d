package io.grasp.model.head;

import java.util.Arrays;

/**
 * A layer between the encoder's vector and a head's linear layer, as imported classifiers have it. As wide as the
 * encoder's vector. Immutable, and so safe for any number of threads.
 */
public final class DenseLayer {
    private final float[][] weight;
    private final float[] bias;
    private final Activation activation;

    /**
     * Copies both arrays.
     *
     * @param weight [hidden][hidden]
     * @param bias [hidden]
     * @throws IllegalArgumentException if the shapes do not fit or a value is no finite number
     */
    public DenseLayer(float[][] weight, float[] bias, Activation activation) {
        int hidden = weight.length;
        if (hidden == 0 || bias.length != hidden || Arrays.stream(weight).anyMatch(row -> row.length != hidden)) {
            throw new IllegalArgumentException(
                    "A dense layer needs as many weights a row and biases as it has rows, but has %d rows and %d biases"
                            .formatted(hidden, bias.length));
        }
        if (!ClassificationHead.allFinite(bias) || !Arrays.stream(weight).allMatch(ClassificationHead::allFinite)) {
            throw new IllegalArgumentException(
                    "A dense layer has values that are no finite numbers. Did its training diverge?");
        }
        this.weight = ClassificationHead.deepCopy(weight);
        this.bias = bias.clone();
        this.activation = activation;
    }

    public int hiddenSize() {
        return bias.length;
    }

    public Activation activation() {
        return activation;
    }

    /** Returns a copy, [hidden][hidden]. */
    public float[][] weight() {
        return ClassificationHead.deepCopy(weight);
    }

    /** Returns a copy, [hidden]. */
    public float[] bias() {
        return bias.clone();
    }

    /**
     * Returns the activated outputs, [hidden].
     *
     * @param pooled [hidden]
     */
    double[] apply(double[] pooled) {
        double[] outputs = ClassificationHead.linear(weight, bias, pooled);
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = activation.apply(outputs[i]);
        }
        return outputs;
    }
}
