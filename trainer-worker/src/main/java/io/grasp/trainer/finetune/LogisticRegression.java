package io.grasp.trainer.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.encoder.PyTorchRuntime;
import java.util.Arrays;

/**
 * Logistic regression with an L2 penalty on all rows at once: multinomial where labels exclude one another, one against
 * the rest where they do not. Begins where the last fit ended, so ask for strong penalties first. Owns native memory
 * until {@link #close}. For one thread.
 */
final class LogisticRegression implements AutoCloseable {
    private static final Lbfgs OPTIMIZER = new Lbfgs(150, 1e-6);
    // Keeps the bias of a label that never occurs finite.
    private static final double BIAS_PENALTY = 1e-4;

    private final NDManager memory;
    private final NDArray features;
    private final Features standardised;
    private final Targets targets;
    private double[] parameters;

    LogisticRegression(Features standardised, Targets targets) {
        this.standardised = standardised;
        this.targets = targets;
        this.parameters = new double[targets.labels() * (standardised.width() + 1)];
        this.memory = PyTorchRuntime.newManager();
        this.features = memory.create(standardised.values(), new Shape(standardised.rows(), standardised.width()));
    }

    /**
     * Returns the best weights under a penalty.
     *
     * @param penalty L2, per row, on standardised features
     */
    LinearWeights fit(double penalty) {
        parameters = OPTIMIZER.minimize((point, gradient) -> loss(point, gradient, penalty), parameters);
        int width = standardised.width();
        double[][] weights = new double[targets.labels()][];
        for (int label = 0; label < weights.length; label++) {
            weights[label] = Arrays.copyOfRange(parameters, label * width, (label + 1) * width);
        }
        double[] bias = Arrays.copyOfRange(parameters, weights.length * width, parameters.length);
        return standardised.folded(weights, bias);
    }

    private double loss(double[] point, double[] gradient, double penalty) {
        int labels = targets.labels();
        int width = standardised.width();
        float[] weights = new float[labels * width];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) point[i];
        }
        try (NDManager scratch = memory.newSubManager()) {
            scratch.tempAttachAll(features);
            NDArray weight = scratch.create(weights, new Shape(labels, width));
            float[] logits = features.matMul(weight.transpose()).toFloatArray();
            float[] residuals = new float[logits.length];
            double loss = targets.loss(logits, point, labels * width, residuals);
            NDArray residual = scratch.create(residuals, new Shape(standardised.rows(), labels));
            float[] weightGradient = residual.transpose().matMul(features).toFloatArray();
            Arrays.fill(gradient, 0);
            for (int i = 0; i < weights.length; i++) {
                gradient[i] = weightGradient[i] + penalty * point[i];
                loss += penalty / 2 * point[i] * point[i];
            }
            for (int i = 0; i < residuals.length; i++) {
                gradient[labels * width + i % labels] += residuals[i];
            }
            for (int i = labels * width; i < point.length; i++) {
                gradient[i] += BIAS_PENALTY * point[i];
                loss += BIAS_PENALTY / 2 * point[i] * point[i];
            }
            return loss;
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
