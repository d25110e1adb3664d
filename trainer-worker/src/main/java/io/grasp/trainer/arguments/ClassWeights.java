package io.grasp.trainer.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much training rows count, by their labels.
 *
 * @param byTask for tasks that are named
 * @param others for all other tasks
 */
public record ClassWeights(Map<String, LabelWeights> byTask, LabelWeights others) {
    /** Every row counts the same. */
    public static final ClassWeights NONE = everywhere(LabelWeights.Rarity.NONE);
    /** Rare labels count more, but less so than if balanced. */
    public static final ClassWeights SQRT = everywhere(LabelWeights.Rarity.SQRT);
    /** Every label counts the same, however rare. */
    public static final ClassWeights BALANCED = everywhere(LabelWeights.Rarity.BALANCED);

    static final String MUST_BE =
            "none, sqrt, balanced, or a map of tasks to one of these or to weights above 0 by label"
                    + ", such as {level: {novice: 2}, subject: balanced}";

    public ClassWeights {
        byTask = Map.copyOf(byTask);
    }

    private static ClassWeights everywhere(LabelWeights weights) {
        return new ClassWeights(Map.of(), weights);
    }

    public LabelWeights of(String task) {
        return byTask.getOrDefault(task, others);
    }

    static ArgumentType<ClassWeights> type() {
        return new ArgumentType<>(MUST_BE, ClassWeights::read, weights -> true, ClassWeights::written);
    }

    private static ClassWeights read(JsonNode given) {
        JsonNode node = YamlText.parsedIfText(given);
        if (!node.isObject()) {
            return everywhere(ArgumentType.named(LabelWeights.Rarity.class, ArgumentType.text(given)));
        }
        Map<String, LabelWeights> byTask = new LinkedHashMap<>();
        node.properties()
                .forEach(task -> byTask.put(
                        task.getKey(),
                        task.getValue().isObject()
                                ? new LabelWeights.Explicit(YamlText.positives(task.getValue()))
                                : ArgumentType.named(LabelWeights.Rarity.class, ArgumentType.text(task.getValue()))));
        return new ClassWeights(byTask, LabelWeights.Rarity.SQRT);
    }

    private Object written() {
        if (byTask.isEmpty()) {
            return others.written();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        byTask.keySet().stream().sorted().forEach(task -> map.put(task, of(task).written()));
        return map;
    }
}
