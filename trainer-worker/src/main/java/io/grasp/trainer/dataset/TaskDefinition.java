package io.grasp.trainer.dataset;

import io.grasp.model.TaskKind;
import java.util.HashSet;
import java.util.List;

/**
 * What is known of a task before its labels are counted.
 *
 * @param scale for an ordinal task all its labels, lowest first; else empty
 */
public record TaskDefinition(String name, TaskKind kind, List<String> scale) {
    public TaskDefinition {
        scale = List.copyOf(scale);
        if ((kind == TaskKind.ORDINAL) == scale.isEmpty()) {
            throw new IllegalArgumentException(
                    "Task %s: an ordinal task needs its scale, and no other task has one".formatted(name));
        }
        if (new HashSet<>(scale).size() != scale.size()) {
            throw new IllegalArgumentException("Task %s: its scale names a label twice".formatted(name));
        }
    }
}
