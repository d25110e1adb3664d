package io.grasp.trainer.evaluate;

import io.grasp.model.Task;
import io.grasp.model.metrics.Outcome;
import java.util.List;
import java.util.Map;

/**
 * Figures of somebody's own. Classes on the class path whose names are in
 * {@code META-INF/services/io.grasp.trainer.evaluate.CustomMetric} and that have a public constructor without
 * parameters are asked in every evaluation, and what they say stands beside the other figures: in {@code metrics.json},
 * per learning topic too, and as a {@code metric_for_best_model}. Outcomes hold no text, so that none can get into a
 * report.
 */
public interface CustomMetric {
    /**
     * Measures how well a task was done.
     *
     * @param outcomes at least one: all of an evaluation, or those of one of its learning topics; in the rows' order
     * @return by a name of its own, of lower case letters, digits and underscores, a finite number; empty if it has
     *     nothing to say of this task. What is named or valued otherwise is logged and left out, and so is all that a
     *     call which throws would have said
     */
    Map<String, Double> measure(Task task, List<Outcome> outcomes);
}
