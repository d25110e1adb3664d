package io.grasp.model.lexical;

import java.util.Arrays;

/**
 * The linear layer of one task over {@link LexicalFeatures}, and how its logits mix with those that the encoder gives:
 * {@code encoderWeight * encoder + lexicalWeight * lexical}. Immutable, and so safe for any number of threads.
 */
public final class LexicalHead {
    private final int[] buckets;
    /** [bucket][label], so that one feature's weights lie together. */
    private final float[] weights;

    private final float[] bias;
    private final float encoderWeight;
    private final float lexicalWeight;

    /**
     * Copies all arrays.
     *
     * @param buckets those with weights; rising; all others count nothing
     * @param weight [labels][buckets]
     * @param bias [labels]
     * @throws IllegalArgumentException if they do not fit together or a value is no finite number
     */
    public LexicalHead(int[] buckets, float[][] weight, float[] bias, float encoderWeight, float lexicalWeight) {
        if (weight.length != bias.length || Arrays.stream(weight).anyMatch(row -> row.length != buckets.length)) {
            throw new IllegalArgumentException("A lexical head of %d biases and %d buckets needs as many weights"
                    .formatted(bias.length, buckets.length));
        }
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] <= (i == 0 ? -1 : buckets[i - 1]) || buckets[i] >= LexicalHashing.CURRENT.buckets()) {
                throw new IllegalArgumentException("A lexical head's buckets must rise, from 0 to below %d"
                        .formatted(LexicalHashing.CURRENT.buckets()));
            }
        }
        this.buckets = buckets.clone();
        this.bias = bias.clone();
        this.weights = new float[buckets.length * bias.length];
        for (int label = 0; label < bias.length; label++) {
            for (int i = 0; i < buckets.length; i++) {
                weights[i * bias.length + label] = weight[label][i];
            }
        }
        this.encoderWeight = encoderWeight;
        this.lexicalWeight = lexicalWeight;
        if (!allFinite(weights) || !allFinite(bias) || !allFinite(new float[] {encoderWeight, lexicalWeight})) {
            throw new IllegalArgumentException(
                    "A lexical head has values that are no finite numbers. Did its training diverge?");
        }
    }

    /** Returns this head's own logits, [labels]. */
    public double[] logits(LexicalFeatures features) {
        int labels = bias.length;
        double[] logits = new double[labels];
        for (int label = 0; label < labels; label++) {
            logits[label] = bias[label];
        }
        int from = 0;
        for (int i = 0; i < features.size(); i++) {
            int found = Arrays.binarySearch(buckets, from, buckets.length, features.bucket(i));
            if (found >= 0) {
                for (int label = 0; label < labels; label++) {
                    logits[label] += (double) weights[found * labels + label] * features.value(i);
                }
            }
            from = found >= 0 ? found + 1 : -(found + 1);
        }
        return logits;
    }

    /**
     * Returns both logits mixed, [labels].
     *
     * @param encoder the logits of the head on the encoder's vector, [labels]
     */
    public double[] mix(double[] encoder, LexicalFeatures features) {
        double[] mixed = logits(features);
        for (int label = 0; label < mixed.length; label++) {
            mixed[label] = encoderWeight * encoder[label] + lexicalWeight * mixed[label];
        }
        return mixed;
    }

    /** Returns this head with another mix. */
    public LexicalHead withMix(float otherEncoderWeight, float otherLexicalWeight) {
        return new LexicalHead(buckets, weight(), bias, otherEncoderWeight, otherLexicalWeight);
    }

    public int labels() {
        return bias.length;
    }

    public float encoderWeight() {
        return encoderWeight;
    }

    public float lexicalWeight() {
        return lexicalWeight;
    }

    /** Returns a copy; rising. */
    public int[] buckets() {
        return buckets.clone();
    }

    /** Returns a copy, [labels][buckets]. */
    public float[][] weight() {
        float[][] weight = new float[bias.length][buckets.length];
        for (int label = 0; label < bias.length; label++) {
            for (int i = 0; i < buckets.length; i++) {
                weight[label][i] = weights[i * bias.length + label];
            }
        }
        return weight;
    }

    /** Returns a copy, [labels]. */
    public float[] bias() {
        return bias.clone();
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
