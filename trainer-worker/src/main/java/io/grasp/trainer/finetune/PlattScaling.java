package io.grasp.trainer.finetune;

/**
 * What makes a label's scores calibrated logits: {@code slope * score + intercept}, fitted to scores of rows that did
 * not teach it (Platt, Probabilistic outputs for support vector machines, 1999, with its smoothed targets).
 *
 * @param slope at least 0, so that scaling never turns an order around
 */
record PlattScaling(double slope, double intercept) {
    private static final Lbfgs OPTIMIZER = new Lbfgs(100, 1e-9);
    /** Keeps the slope finite where scores tell all rows apart. */
    private static final double SLOPE_PENALTY = 1e-3;

    /**
     * The best scaling.
     *
     * @param holds whether the label does, score by score
     */
    static PlattScaling of(double[] scores, boolean[] holds) {
        int positives = 0;
        for (boolean hold : holds) {
            positives += hold ? 1 : 0;
        }
        int negatives = holds.length - positives;
        double ofPositive = (positives + 1.0) / (positives + 2.0);
        double ofNegative = 1.0 / (negatives + 2.0);
        double prior = Math.log((positives + 1.0) / (negatives + 1.0));
        double[] best = OPTIMIZER.minimize(
                (point, gradient) -> {
                    double loss = SLOPE_PENALTY / 2 * point[0] * point[0];
                    gradient[0] = SLOPE_PENALTY * point[0];
                    gradient[1] = 0;
                    for (int i = 0; i < scores.length; i++) {
                        double logit = point[0] * scores[i] + point[1];
                        double target = holds[i] ? ofPositive : ofNegative;
                        double residual = 1 / (1 + Math.exp(-logit)) - target;
                        gradient[0] += residual * scores[i];
                        gradient[1] += residual;
                        // log(1 + exp(logit)) without overflow
                        loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target * logit;
                    }
                    return loss;
                },
                new double[] {0, prior});
        return best[0] >= 0 ? new PlattScaling(best[0], best[1]) : new PlattScaling(0, prior);
    }

    double of(double score) {
        return slope * score + intercept;
    }

    /** The scores' logits. */
    double[] of(double[] scores) {
        double[] logits = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            logits[i] = of(scores[i]);
        }
        return logits;
    }
}
