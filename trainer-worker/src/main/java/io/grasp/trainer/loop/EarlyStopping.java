package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.Watching;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a training that improves no more, as Hugging Face's {@code EarlyStoppingCallback} does. A value that a
 * checkpoint can hold.
 *
 * @param patience evaluations in a row without an improvement that end the training
 * @param threshold an improvement is better than the best by more than this
 * @param withoutImprovement evaluations in a row so far
 */
public record EarlyStopping(MetricForBestModel metric, int patience, double threshold, int withoutImprovement) {
    /** Empty if training shall not end early. */
    public static Optional<EarlyStopping> of(Watching watching) {
        return watching.earlyStoppingPatience()
                .map(patience -> new EarlyStopping(
                        MetricForBestModel.of(watching), patience, watching.earlyStoppingThreshold(), 0));
    }

    /**
     * This after one more evaluation.
     *
     * @param before the best evaluation before it
     */
    public EarlyStopping evaluated(double value, @Nullable BestSoFar before) {
        boolean improved =
                metric.isBetter(value, before) && (before == null || Math.abs(value - before.metric()) > threshold);
        return goingOnFrom(improved ? 0 : withoutImprovement + 1);
    }

    /** This with the count of a checkpoint. */
    public EarlyStopping goingOnFrom(int without) {
        return new EarlyStopping(metric, patience, threshold, without);
    }

    public boolean isDue() {
        return withoutImprovement >= patience;
    }
}
