package io.grasp.model;

import java.util.List;
import java.util.Optional;

/**
 * What the model says about one input.
 *
 * @param tasks one a task of the model, in its order
 * @param path which part of the model decided
 */
public record Prediction(List<TaskPrediction> tasks, DecisionPath path) {
    public Prediction {
        tasks = List.copyOf(tasks);
        if (tasks.stream()
                        .map(prediction -> prediction.task().name())
                        .distinct()
                        .count()
                < tasks.size()) {
            throw new IllegalArgumentException("A prediction has a task twice");
        }
    }

    /** What all of the model says. */
    public Prediction(List<TaskPrediction> tasks) {
        this(tasks, DecisionPath.FULL);
    }

    /** Returns what was predicted for the task of that name, or empty if the model has no such task. */
    public Optional<TaskPrediction> task(String name) {
        return tasks.stream()
                .filter(prediction -> prediction.task().name().equals(name))
                .findFirst();
    }
}
