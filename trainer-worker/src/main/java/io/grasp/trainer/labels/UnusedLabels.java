package io.grasp.trainer.labels;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Labels that no training has used yet.
 *
 * @param count how many
 * @param ofNewLearningTopics how many there are of each learning topic that the champion does not know
 * @param oldest when the oldest of them came in; empty if there are none
 * @param newest when the newest of them came in; empty if there are none
 */
public record UnusedLabels(
        int count, Map<String, Integer> ofNewLearningTopics, Optional<Instant> oldest, Optional<Instant> newest) {
    public UnusedLabels {
        ofNewLearningTopics = Collections.unmodifiableMap(new TreeMap<>(ofNewLearningTopics));
    }
}
