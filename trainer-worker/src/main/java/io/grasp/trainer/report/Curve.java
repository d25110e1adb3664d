package io.grasp.trainer.report;

import io.grasp.trainer.finetune.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One value over the steps of a training.
 *
 * @param name as it was logged
 * @param steps ascending
 * @param values finite, one a step
 */
record Curve(String name, List<Integer> steps, List<Double> values) {
    Curve {
        steps = List.copyOf(steps);
        values = List.copyOf(values);
    }

    /** A curve a name that was logged, in the order of their first appearance. */
    static List<Curve> allOf(List<LogEntry> history) {
        Set<String> names = new LinkedHashSet<>();
        history.forEach(entry -> names.addAll(entry.values().keySet()));
        return names.stream()
                .map(name -> of(name, history))
                .filter(curve -> !curve.steps().isEmpty())
                .toList();
    }

    private static Curve of(String name, List<LogEntry> history) {
        List<Integer> steps = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (LogEntry entry : history) {
            Double value = entry.values().get(name);
            if (value != null && Double.isFinite(value)) {
                steps.add(entry.step());
                values.add(value);
            }
        }
        return new Curve(name, steps, values);
    }

    int lastStep() {
        return steps.isEmpty() ? 0 : steps.get(steps.size() - 1);
    }

    /** The newest value at that step. */
    Optional<Double> lastUpTo(int step) {
        Optional<Double> last = Optional.empty();
        for (int i = 0; i < steps.size() && steps.get(i) <= step; i++) {
            last = Optional.of(values.get(i));
        }
        return last;
    }
}
