package io.grasp.model.packaging;

import io.grasp.model.Task;
import io.grasp.model.encoder.Reading;
import io.grasp.model.head.Activation;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalHashing;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code grasp.json} says of a model: everything that is neither tokenizer nor tensor.
 *
 * @param format a {@link PackageFormat}'s id
 * @param tasks in the order of the model's heads; distinct names, at least one
 * @param calibration by task name, in the tasks' order; a task without an entry gets {@link Calibration#none}
 * @param dense by task name, the activation of the dense layer before a head's linear layer; none for most heads
 * @param reading how the encoder reads an input
 * @param lexical how words are hashed, or null if no head reads them
 */
public record Manifest(
        int format,
        List<Task> tasks,
        Map<String, Calibration> calibration,
        Map<String, Activation> dense,
        Reading reading,
        @Nullable LexicalHashing lexical,
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
        calibration = complete(tasks, calibration);
        dense = Collections.unmodifiableSortedMap(new TreeMap<>(dense));
        requireOwnTensors(tasks, dense.keySet());
    }

    /** A manifest of the latest format for these heads. */
    public static Manifest of(List<ClassificationHead> heads, Reading reading, Lineage lineage) {
        Map<String, Calibration> calibration = new HashMap<>();
        Map<String, Activation> dense = new HashMap<>();
        for (ClassificationHead head : heads) {
            String task = head.task().name();
            calibration.put(task, head.calibration());
            head.dense().ifPresent(layer -> dense.put(task, layer.activation()));
        }
        List<Task> tasks = heads.stream().map(ClassificationHead::task).toList();
        boolean readsWords = heads.stream().anyMatch(head -> head.lexical().isPresent());
        return new Manifest(
                PackageFormat.latest().id(),
                tasks,
                calibration,
                dense,
                reading,
                readsWords ? LexicalHashing.CURRENT : null,
                lineage);
    }

    // A task may have a dot in its name, so heads.a.dense.weight could be a's dense layer or the linear layer of
    // a.dense.
    private static void requireOwnTensors(List<Task> tasks, Set<String> dense) {
        List<String> names = tasks.stream().map(Task::name).toList();
        for (String task : dense) {
            if (!names.contains(task)) {
                throw new IllegalArgumentException("There is a dense layer for a task that the model lacks: " + task);
            }
            if (names.contains(HeadTensors.denseOf(task))) {
                throw new IllegalArgumentException(
                        "Task %s has a dense layer, so no other task can be called %s. Rename one of them."
                                .formatted(task, HeadTensors.denseOf(task)));
            }
        }
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
