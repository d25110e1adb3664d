package io.grasp.model;

import java.util.List;
import java.util.Optional;

/**
 * What the model says about one input.
 *
 * @param tasks one a task of the model, in its order
 */
public record Prediction(List<TaskPrediction> tasks) {
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

    /** Returns what was predicted for the task of that name, or empty if the model has no such task. */
    public Optional<TaskPrediction> task(String name) {
        return tasks.stream()
                .filter(prediction -> prediction.task().name().equals(name))
                .findFirst();
    }
}
