package io.grasp.trainer.evaluate;

import io.grasp.model.Task;
import io.grasp.model.metrics.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all custom metrics of one evaluation; what is wrong with one is logged once, however many learning topics there
 * are. For one thread.
 */
final class CustomMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(CustomMetrics.class);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final List<CustomMetric> metrics;
    private final Set<List<String>> logged = new HashSet<>();

    CustomMetrics(List<CustomMetric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    static CustomMetrics none() {
        return new CustomMetrics(List.of());
    }

    /** Those that are named in {@code META-INF/services}; one that cannot be made is logged and left out. */
    static CustomMetrics found() {
        List<CustomMetric> metrics = new ArrayList<>();
        Iterator<CustomMetric> services = ServiceLoader.load(CustomMetric.class).iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return new CustomMetrics(metrics);
                }
                metrics.add(services.next());
            } catch (ServiceConfigurationError e) {
                LOG.atWarn().setCause(e).log("Custom metric left out: it cannot be made");
            }
        }
    }

    /** Name → value, sorted by name. */
    Map<String, Double> measure(Task task, List<Outcome> outcomes) {
        Map<String, Double> values = new TreeMap<>();
        for (CustomMetric metric : metrics) {
            measured(metric, task, outcomes).forEach((name, value) -> {
                @Nullable String problem = problemWith(name, value, values.keySet());
                if (problem == null) {
                    values.put(name, value);
                } else {
                    log(metric, task, problem, null);
                }
            });
        }
        return values;
    }

    private Map<String, Double> measured(CustomMetric metric, Task task, List<Outcome> outcomes) {
        try {
            return new TreeMap<>(Objects.requireNonNull(metric.measure(task, outcomes)));
        } catch (RuntimeException | LinkageError e) {
            log(metric, task, "It failed", e);
            return Map.of();
        }
    }

    /** A name that is none may be anything, and is not repeated. */
    private static @Nullable String problemWith(String name, @Nullable Double value, Set<String> taken) {
        if (!NAME.matcher(name).matches()) {
            return "A name does not match " + NAME;
        }
        if (Scores.FIGURES.containsKey(name) || taken.contains(name)) {
            return "There is another figure named " + name;
        }
        return value == null || !Double.isFinite(value) ? name + " is no finite number" : null;
    }

    private void log(CustomMetric metric, Task task, String problem, @Nullable Throwable cause) {
        String of = metric.getClass().getName();
        if (logged.add(List.of(of, task.name(), problem))) {
            LOG.atWarn()
                    .addKeyValue("metric", of)
                    .addKeyValue("task", task.name())
                    .addKeyValue("problem", problem)
                    .setCause(cause)
                    .log("Custom metric left out");
        }
    }
}
