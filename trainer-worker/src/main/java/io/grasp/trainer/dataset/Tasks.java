package io.grasp.trainer.dataset;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Finds what there is to learn: each task with its labels in the order in which a head scores them. */
public final class Tasks {
    private Tasks() {}

    /**
     * The tasks that {@code training} can teach. An ordinal task has its whole scale; any other has the labels that
     * occur, sorted. A task without two labels to tell apart (a multi-label task: without one) is left out.
     */
    public static List<Task> from(List<TaskDefinition> definitions, List<LabeledRow> training) {
        List<Task> tasks = new ArrayList<>();
        for (TaskDefinition definition : definitions) {
            TreeSet<String> occurring = new TreeSet<>();
            training.forEach(row -> occurring.addAll(row.labelsFor(definition.name())));
            int needed = definition.kind() == TaskKind.MULTI_LABEL ? 1 : 2;
            if (occurring.size() >= needed) {
                List<String> labels =
                        definition.kind() == TaskKind.ORDINAL ? definition.scale() : List.copyOf(occurring);
                tasks.add(new Task(definition.name(), definition.kind(), labels));
            }
        }
        return List.copyOf(tasks);
    }
}
