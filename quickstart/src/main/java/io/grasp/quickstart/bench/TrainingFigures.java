package io.grasp.quickstart.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a contender says of one of its trainings.
 *
 * @param trainSeconds within the training loop, without start, reading and evaluation
 * @param samplesPerSecond rows that were learnt from, each as often as it was, by those seconds
 * @param sets how well it did, by evaluation set
 */
record TrainingFigures(long trainRows, double trainSeconds, double samplesPerSecond, Map<String, SetFigures> sets) {
    TrainingFigures {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /**
     * How well one evaluation set was answered.
     *
     * @param weightedF1 mean F1 of the labels, each counting as often as it truly occurs; empty if that was not told
     */
    record SetFigures(long rows, double accuracy, double macroF1, OptionalDouble weightedF1) {}

    /** Those in what {@code grasp train --json} prints; with several tasks, a set is called {@code <set> <task>}. */
    static TrainingFigures ofGrasp(JsonNode printed) {
        JsonNode tasks = required(printed, "tasks");
        Map<String, SetFigures> sets = new LinkedHashMap<>();
        required(printed, "evaluations")
                .properties()
                .forEach(set -> set.getValue()
                        .properties()
                        .forEach(task -> sets.put(
                                tasks.size() == 1 ? set.getKey() : set.getKey() + " " + task.getKey(),
                                new SetFigures(
                                        required(task.getValue(), "rows").asLong(),
                                        number(task.getValue(), "accuracy"),
                                        number(task.getValue(), "macro_f1"),
                                        weightedF1(required(task.getValue(), "labels"))))));
        return new TrainingFigures(
                required(printed, "training_rows").asLong(),
                number(printed, "training_seconds"),
                number(printed, "samples_per_second"),
                sets);
    }

    /** Those of a peer, under the names that the command's help tells. */
    static TrainingFigures ofPeer(JsonNode printed) {
        Map<String, SetFigures> sets = new LinkedHashMap<>();
        required(printed, "eval")
                .properties()
                .forEach(set -> sets.put(
                        set.getKey(),
                        new SetFigures(
                                required(set.getValue(), "rows").asLong(),
                                number(set.getValue(), "accuracy"),
                                number(set.getValue(), "macro_f1"),
                                set.getValue().path("weighted_f1").isNumber()
                                        ? OptionalDouble.of(number(set.getValue(), "weighted_f1"))
                                        : OptionalDouble.empty())));
        return new TrainingFigures(
                required(printed, "train_rows").asLong(),
                number(printed, "train_seconds"),
                number(printed, "samples_per_second"),
                sets);
    }

    private static OptionalDouble weightedF1(JsonNode labels) {
        double sum = 0;
        double rows = 0;
        for (JsonNode label : labels) {
            double support = number(label, "support");
            sum += support * number(label, "f1");
            rows += support;
        }
        return rows == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / rows);
    }

    private static double number(JsonNode object, String name) {
        JsonNode value = required(object, name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("its %s is no number".formatted(name));
        }
        return value.asDouble();
    }

    private static JsonNode required(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("it has no %s".formatted(name));
        }
        return value;
    }
}
