package io.grasp.model.packaging;

import io.grasp.model.Task;
import io.grasp.model.encoder.Pooling;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code grasp.json} says of a model: everything that is neither tokenizer nor tensor.
 *
 * @param format a {@link PackageFormat}'s id
 * @param tasks in the order of the model's heads; distinct names, at least one
 * @param calibration by task name, in the tasks' order; a task without an entry gets {@link Calibration#none}
 * @param maxLength the longest input in tokens, special tokens included
 */
public record Manifest(
        int format,
        List<Task> tasks,
        Map<String, Calibration> calibration,
        Pooling pooling,
        int maxLength,
        Lineage lineage) {
    public Manifest {
        PackageFormat.fromId(format);
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("A model needs at least one task");
        }
        if (tasks.stream().map(Task::name).distinct().count() < tasks.size()) {
            throw new IllegalArgumentException("A model has a task twice: "
                    + tasks.stream().map(Task::name).toList());
        }
        if (maxLength < 1) {
            throw new IllegalArgumentException("A model's maximum length must be above 0 but is " + maxLength);
        }
        calibration = complete(tasks, calibration);
    }

    /** A manifest of the latest format for these heads. */
    public static Manifest of(List<ClassificationHead> heads, Pooling pooling, int maxLength, Lineage lineage) {
        Map<String, Calibration> calibration = new HashMap<>();
        heads.forEach(head -> calibration.put(head.task().name(), head.calibration()));
        List<Task> tasks = heads.stream().map(ClassificationHead::task).toList();
        return new Manifest(PackageFormat.latest().id(), tasks, calibration, pooling, maxLength, lineage);
    }

    private static Map<String, Calibration> complete(List<Task> tasks, Map<String, Calibration> given) {
        Map<String, Calibration> complete = new LinkedHashMap<>();
        for (Task task : tasks) {
            Calibration calibration = given.getOrDefault(task.name(), Calibration.none(task));
            calibration.requireFits(task);
            complete.put(task.name(), calibration);
        }
        if (!complete.keySet().containsAll(given.keySet())) {
            throw new IllegalArgumentException("There is a calibration for a task that the model lacks: %s but %s"
                    .formatted(given.keySet(), complete.keySet()));
        }
        return Collections.unmodifiableMap(complete);
    }
}
