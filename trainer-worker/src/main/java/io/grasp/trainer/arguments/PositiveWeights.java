package io.grasp.trainer.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many times as much it counts, in multi-label tasks, that a row has a label than that it has it not: PyTorch's
 * {@code pos_weight}.
 *
 * @param byTask by task, then by label; what is not there weighs 1
 */
public record PositiveWeights(Map<String, Map<String, Double>> byTask) {
    public static final PositiveWeights NONE = new PositiveWeights(Map.of());

    public PositiveWeights {
        Map<String, Map<String, Double>> copy = new TreeMap<>();
        byTask.forEach((task, weights) -> copy.put(task, Map.copyOf(weights)));
        copy.values().forEach(PositiveWeights::requirePositive);
        byTask = Map.copyOf(copy);
    }

    public double of(String task, String label) {
        return byTask.getOrDefault(task, Map.of()).getOrDefault(label, 1.0);
    }

    static ArgumentType<PositiveWeights> type() {
        return new ArgumentType<>(
                "a map of multi-label tasks to weights above 0 by label, such as {misconception: {add-across: 3}}, or none",
                PositiveWeights::read,
                weights -> true,
                PositiveWeights::written);
    }

    static void requirePositive(Map<String, Double> weights) {
        weights.forEach((label, weight) -> {
            if (!(weight > 0) || weight.isInfinite()) {
                throw new IllegalArgumentException(
                        "The weight of label %s must be above 0 but is %s".formatted(label, weight));
            }
        });
    }

    private static PositiveWeights read(JsonNode given) {
        JsonNode node = YamlText.parsedIfText(given);
        if (YamlText.isNone(node)) {
            return NONE;
        }
        Map<String, Map<String, Double>> byTask = new TreeMap<>();
        YamlText.requireMap(node)
                .properties()
                .forEach(task -> byTask.put(task.getKey(), YamlText.positives(task.getValue())));
        return new PositiveWeights(byTask);
    }

    private Object written() {
        Map<String, Object> map = new TreeMap<>();
        byTask.forEach((task, weights) -> map.put(task, new TreeMap<>(weights)));
        return map.isEmpty() ? "none" : map;
    }
}
