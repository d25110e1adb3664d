package io.grasp.model.metrics;

import io.grasp.model.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How well one label is found.
 *
 * @param right how many rows have the label, truly and by decision
 * @param decided how many rows it was decided for
 * @param support how many rows truly have the label
 */
public record LabelMetrics(String label, long right, long decided, long support) {
    private static LabelMetrics of(String label, Iterable<Outcome> outcomes) {
        long right = 0;
        long decided = 0;
        long support = 0;
        for (Outcome outcome : outcomes) {
            boolean isTrue = outcome.truth().contains(label);
            boolean isDecided = outcome.decided().contains(label);
            right += isTrue && isDecided ? 1 : 0;
            decided += isDecided ? 1 : 0;
            support += isTrue ? 1 : 0;
        }
        return new LabelMetrics(label, right, decided, support);
    }

    /** One a label of the task, then those that people gave and the task does not know, by name. */
    public static List<LabelMetrics> of(Task task, List<Outcome> outcomes) {
        return Stream.concat(task.labels().stream(), unknown(task, outcomes).stream())
                .map(label -> of(label, outcomes))
                .toList();
    }

    /** Labels that people gave and the task does not know, by name. */
    static Set<String> unknown(Task task, List<Outcome> outcomes) {
        Set<String> unknown = new TreeSet<>();
        outcomes.forEach(outcome -> unknown.addAll(outcome.truth()));
        task.labels().forEach(unknown::remove);
        return unknown;
    }

    /** Share of the decisions that are right; 0 if there are none, as in scikit-learn. */
    public double precision() {
        return ratio(right, decided);
    }

    /** Share of the rows with this label that are found; 0 if there are none, as in scikit-learn. */
    public double recall() {
        return ratio(right, support);
    }

    /** The harmonic mean of both; 0 if the label is neither true nor decided, as in scikit-learn. */
    public double f1() {
        return ratio(2 * right, decided + support);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** For a JSON file or line. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("precision", precision());
        map.put("recall", recall());
        map.put("f1", f1());
        map.put("support", support);
        return map;
    }
}
