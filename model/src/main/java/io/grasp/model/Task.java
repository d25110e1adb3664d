package io.grasp.model;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One question asked of every interaction, such as {@code comprehension}.
 *
 * @param name lower case letters, digits, dots, hyphens and underscores; begins with a letter
 * @param labels distinct and not blank; at least two unless the task is multi-label; lowest first if it is ordinal
 */
public record Task(String name, TaskKind kind, List<String> labels) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]*");

    public Task {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A task's name matches %s, but got '%s'".formatted(NAME, name));
        }
        labels = List.copyOf(labels);
        int atLeast = kind == TaskKind.MULTI_LABEL ? 1 : 2;
        if (labels.size() < atLeast) {
            throw new IllegalArgumentException(
                    "Task %s (%s) needs at least %d labels but has %d".formatted(name, kind, atLeast, labels.size()));
        }
        if (labels.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("Task %s has a blank label".formatted(name));
        }
        if (new HashSet<>(labels).size() < labels.size()) {
            throw new IllegalArgumentException("Task %s has a label twice: %s".formatted(name, labels));
        }
    }

    /** Returns the label's place in {@link #labels}, or -1 if this task does not know it. */
    public int indexOf(String label) {
        return labels.indexOf(label);
    }
}
