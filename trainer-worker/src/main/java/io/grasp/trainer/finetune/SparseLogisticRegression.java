package io.grasp.trainer.finetune;

/**
 * {@link LogisticRegression} for rows of which most values are 0. Begins where the last fit ended, so ask for strong
 * penalties first. For one thread.
 */
final class SparseLogisticRegression {
    private static final Lbfgs OPTIMIZER = new Lbfgs(60, 1e-4);
    // Keeps the bias of a label that never occurs finite.
    private static final double BIAS_PENALTY = 1e-4;

    private final SparseRows rows;
    private final Targets targets;
    private final float[] logits;
    private final float[] residuals;
    /** [bucket][label], then [label] of the bias. */
    private double[] parameters;

    SparseLogisticRegression(SparseRows rows, Targets targets) {
        this.rows = rows;
        this.targets = targets;
        this.logits = new float[rows.rows() * targets.labels()];
        this.residuals = new float[logits.length];
        this.parameters = new double[(rows.width() + 1) * targets.labels()];
    }

    /**
     * Returns the best weights under a penalty.
     *
     * @param penalty L2, per row
     */
    LinearWeights fit(double penalty) {
        parameters = OPTIMIZER.minimize((point, gradient) -> loss(point, gradient, penalty), parameters);
        int labels = targets.labels();
        float[][] weight = new float[labels][rows.width()];
        float[] bias = new float[labels];
        for (int label = 0; label < labels; label++) {
            for (int column = 0; column < rows.width(); column++) {
                weight[label][column] = (float) parameters[column * labels + label];
            }
            bias[label] = (float) parameters[rows.width() * labels + label];
        }
        return new LinearWeights(weight, bias);
    }

    private double loss(double[] point, double[] gradient, double penalty) {
        int labels = targets.labels();
        int biasAt = rows.width() * labels;
        for (int row = 0; row < rows.rows(); row++) {
            score(row, point);
        }
        double loss = targets.loss(logits, point, biasAt, residuals);
        for (int i = 0; i < point.length; i++) {
            double strength = i < biasAt ? penalty : BIAS_PENALTY;
            gradient[i] = strength * point[i];
            loss += strength / 2 * point[i] * point[i];
        }
        for (int row = 0; row < rows.rows(); row++) {
            addGradient(row, gradient, biasAt);
        }
        return loss;
    }

    private void score(int row, double[] point) {
        int labels = targets.labels();
        int[] columns = rows.columns(row);
        float[] values = rows.values(row);
        double[] sums = new double[labels];
        for (int i = 0; i < columns.length; i++) {
            int from = columns[i] * labels;
            double value = values[i];
            for (int label = 0; label < labels; label++) {
                sums[label] += value * point[from + label];
            }
        }
        for (int label = 0; label < labels; label++) {
            logits[row * labels + label] = (float) sums[label];
        }
    }

    private void addGradient(int row, double[] gradient, int biasAt) {
        int labels = targets.labels();
        int[] columns = rows.columns(row);
        float[] values = rows.values(row);
        for (int i = 0; i < columns.length; i++) {
            int from = columns[i] * labels;
            double value = values[i];
            for (int label = 0; label < labels; label++) {
                gradient[from + label] += value * residuals[row * labels + label];
            }
        }
        for (int label = 0; label < labels; label++) {
            gradient[biasAt + label] += residuals[row * labels + label];
        }
    }
}
