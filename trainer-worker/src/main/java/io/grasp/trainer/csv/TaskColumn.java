package io.grasp.trainer.csv;

import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The column that holds a task's labels: {@code NAME=COLUMN[:single|multi|ordinal(a<b<c)]}. A multi-label cell is
 * {@code a|b}; an empty one says that none holds. An empty cell of any other kind says that the row is not labelled.
 *
 * @param kind null where none was named: then what a model knows, else single
 * @param scale for an ordinal task all its labels, lowest first; else empty
 */
public record TaskColumn(
        String task, String column, @Nullable TaskKind kind, List<String> scale) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]*");
    private static final Pattern KIND = Pattern.compile("(?s)(.*):(single|multi|ordinal\\((.*)\\))");
    private static final String SYNTAX = "NAME=COLUMN[:single|multi|ordinal(a<b<c)]";

    public TaskColumn {
        scale = List.copyOf(scale);
        if (!NAME.matcher(task).matches()) {
            throw new IllegalArgumentException(
                    "Task name '%s' must start with a lower-case letter and have only a-z, 0-9, '.', '_' and '-'"
                            .formatted(task));
        }
        if (column.isBlank()) {
            throw new IllegalArgumentException("Task %s names no column: write %s".formatted(task, SYNTAX));
        }
        if (kind == TaskKind.ORDINAL
                && (scale.size() < 2 || scale.stream().distinct().count() != scale.size())) {
            throw new IllegalArgumentException(
                    "Task %s: an ordinal task needs two or more different labels, lowest first, as in ordinal(a<b<c)"
                            .formatted(task));
        }
    }

    /**
     * Reads the option's text.
     *
     * @throws IllegalArgumentException if {@code option} has another form
     */
    public static TaskColumn parse(String option) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("'%s' is no task: write %s".formatted(option, SYNTAX));
        }
        String task = option.substring(0, equals);
        String column = option.substring(equals + 1);
        Matcher kind = KIND.matcher(column);
        if (!kind.matches()) {
            refuseUnknownKind(option, column);
            return new TaskColumn(task, column, null, List.of());
        }
        return switch (kind.group(2).toLowerCase(Locale.ROOT)) {
            case "single" -> new TaskColumn(task, kind.group(1), TaskKind.SINGLE_LABEL, List.of());
            case "multi" -> new TaskColumn(task, kind.group(1), TaskKind.MULTI_LABEL, List.of());
            default -> new TaskColumn(task, kind.group(1), TaskKind.ORDINAL, scaleOf(kind.group(3)));
        };
    }

    private static void refuseUnknownKind(String option, String column) {
        if (column.contains(":")) {
            throw new IllegalArgumentException("'%s' names no known kind of task: write %s".formatted(option, SYNTAX));
        }
    }

    private static List<String> scaleOf(String labels) {
        List<String> scale =
                Arrays.stream(labels.split("<", -1)).map(String::strip).toList();
        if (scale.contains("")) {
            throw new IllegalArgumentException(
                    "ordinal(%s) has an empty label: write all labels, lowest first, as in ordinal(a<b<c)"
                            .formatted(labels));
        }
        return scale;
    }

    TaskDefinition definition() {
        return new TaskDefinition(task, kind == null ? TaskKind.SINGLE_LABEL : kind, scale);
    }

    /** This column, read without a scale. */
    TaskColumn toJudge(TaskKind known) {
        TaskKind read = known == TaskKind.MULTI_LABEL ? TaskKind.MULTI_LABEL : TaskKind.SINGLE_LABEL;
        return new TaskColumn(task, column, read, List.of());
    }
}
