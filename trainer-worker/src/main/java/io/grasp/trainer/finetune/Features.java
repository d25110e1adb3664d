package io.grasp.trainer.finetune;

import java.util.List;

/** Training vectors, standardised: every feature has mean 0 and variance 1, so that one penalty fits all. */
final class Features {
    private static final double LEAST_DEVIATION = 1e-6;

    private final int rows;
    private final int width;
    private final double[] means;
    private final double[] deviations;
    private final float[] values;

    Features(List<float[]> vectors) {
        rows = vectors.size();
        width = vectors.get(0).length;
        means = new double[width];
        deviations = new double[width];
        for (float[] vector : vectors) {
            for (int i = 0; i < width; i++) {
                means[i] += vector[i] / rows;
            }
        }
        for (float[] vector : vectors) {
            for (int i = 0; i < width; i++) {
                double off = vector[i] - means[i];
                deviations[i] += off * off / rows;
            }
        }
        for (int i = 0; i < width; i++) {
            deviations[i] = Math.max(LEAST_DEVIATION, Math.sqrt(deviations[i]));
        }
        values = new float[rows * width];
        int at = 0;
        for (float[] vector : vectors) {
            for (int i = 0; i < width; i++) {
                values[at++] = (float) ((vector[i] - means[i]) / deviations[i]);
            }
        }
    }

    int rows() {
        return rows;
    }

    int width() {
        return width;
    }

    /** Row by row; shared, nobody may write to it. */
    float[] values() {
        return values;
    }

    /** The weights that do to raw vectors what {@code weights} do to standardised ones. */
    LinearWeights folded(double[][] weights, double[] bias) {
        float[][] folded = new float[weights.length][width];
        float[] foldedBias = new float[weights.length];
        for (int label = 0; label < weights.length; label++) {
            double shift = bias[label];
            for (int i = 0; i < width; i++) {
                double weight = weights[label][i] / deviations[i];
                folded[label][i] = (float) weight;
                shift -= weight * means[i];
            }
            foldedBias[label] = (float) shift;
        }
        return new LinearWeights(folded, foldedBias);
    }
}
