package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.Watching;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The metric of an evaluation that tells which model is the best: {@code metric_for_best_model}. */
public record MetricForBestModel(String name, boolean moreIsBetter) {
    public static MetricForBestModel of(Watching watching) {
        return new MetricForBestModel(watching.metricForBestModel(), watching.moreIsBetter());
    }

    /**
     * The metric's value among those of an evaluation.
     *
     * @throws IllegalArgumentException if the evaluation has no such metric, naming those that it has
     */
    public double in(Map<String, Double> metrics) {
        Double value = metrics.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "metric_for_best_model is %s, but the evaluation has no such metric: name one of %s"
                            .formatted(name, String.join(", ", new TreeSet<>(metrics.keySet()))));
        }
        return value;
    }

    /** Whether a value is better than the best so far; any number is better than none, and no number never is. */
    public boolean isBetter(double value, @Nullable BestSoFar best) {
        return best == null ? !Double.isNaN(value) : isBetter(value, best.metric());
    }

    private boolean isBetter(double value, double than) {
        return moreIsBetter ? value > than : value < than;
    }
}
