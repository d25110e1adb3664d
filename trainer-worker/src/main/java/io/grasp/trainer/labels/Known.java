package io.grasp.trainer.labels;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a model has learnt to tell. Immutable.
 *
 * @param labels by task; empty if that can't be said
 */
public record Known(Set<String> learningTopics, Optional<Map<String, Set<String>>> labels) {
    public Known {
        learningTopics = Set.copyOf(learningTopics);
        labels = labels.map(Known::copy);
    }

    /** What is known before there is any model. */
    public static Known nothing() {
        return new Known(Set.of(), Optional.of(Map.of()));
    }

    boolean knowsLearningTopic(String learningTopic) {
        return learningTopics.contains(learningTopic);
    }

    /** True also if that can't be said. */
    boolean knowsLabel(String task, String label) {
        return labels.map(known -> known.getOrDefault(task, Set.of()).contains(label))
                .orElse(true);
    }

    private static Map<String, Set<String>> copy(Map<String, Set<String>> labels) {
        Map<String, Set<String>> copy = new HashMap<>();
        labels.forEach((task, held) -> copy.put(task, Set.copyOf(held)));
        return Map.copyOf(copy);
    }
}
