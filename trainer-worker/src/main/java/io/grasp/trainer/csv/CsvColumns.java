package io.grasp.trainer.csv;

import io.grasp.model.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file holds what.
 *
 * @param pair the columns of segment A: the first holds the prompt, the others make up the reference answer
 * @param learningTopic null: every row's learning topic is {@link CsvRows#GENERAL}
 * @param student null: every row is another student's
 * @param id null: rows are numbered
 * @param time null: no times are known
 * @param split null: the column {@code split} if there is one, else rows are split by hash
 * @param kind the interaction's kind; null: everything is an answer
 */
public record CsvColumns(
        String text,
        List<String> pair,
        List<TaskColumn> tasks,
        @Nullable String learningTopic,
        @Nullable String student,
        @Nullable String id,
        @Nullable String time,
        @Nullable String split,
        @Nullable String kind) {
    public CsvColumns {
        pair = List.copyOf(pair);
        tasks = List.copyOf(tasks);
        if (tasks.stream().map(TaskColumn::task).distinct().count() != tasks.size()) {
            throw new IllegalArgumentException("A task is named twice; give each --task another name");
        }
    }

    /** Only the texts, in the column {@code text}. */
    public static CsvColumns ofText() {
        return new CsvColumns("text", List.of(), List.of(), null, null, null, null, null, null);
    }

    /**
     * These columns, read as a model's tasks: it knows whether a cell has one label or many. Labels that it does not
     * know are read all the same, so that they count as mistakes of the model and not of the file.
     */
    public CsvColumns asKnownBy(List<Task> known) {
        List<TaskColumn> resolved = tasks.stream()
                .map(column -> known.stream()
                        .filter(task -> task.name().equals(column.task()))
                        .findFirst()
                        .map(task -> column.toJudge(task.kind()))
                        .orElse(column))
                .toList();
        return withTasks(resolved);
    }

    public CsvColumns withTasks(List<TaskColumn> others) {
        return new CsvColumns(text, pair, others, learningTopic, student, id, time, split, kind);
    }

    /** These columns, but rows are split by hash. */
    public CsvColumns withoutSplit() {
        return new CsvColumns(text, pair, tasks, learningTopic, student, id, time, null, kind);
    }
}
