package io.grasp.trainer.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tasks that rows are labelled for, in the order in which they were named; no name twice. */
public record TaskScheme(List<TaskDefinition> definitions) {
    public TaskScheme {
        definitions = List.copyOf(definitions);
        Set<String> names = new HashSet<>();
        for (TaskDefinition definition : definitions) {
            if (!names.add(definition.name())) {
                throw new IllegalArgumentException("Task %s is named twice".formatted(definition.name()));
            }
        }
    }

    public Optional<TaskDefinition> task(String name) {
        return definitions.stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst();
    }
}
