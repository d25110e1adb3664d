package io.grasp.trainer.labels;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Labels that no training has used yet.
 *
 * @param count how many
 * @param ofNewLearningTopics how many there are of each learning topic that the champion does not know
 * @param ofNewLabels by task and label, how many there are of each label that the champion does not know. Neither this
 *     nor the above has those of which every row tunes or judges, because they could not be learnt
 * @param oldest when the oldest of them came in; empty if there are none
 * @param newest when the newest of them came in; empty if there are none
 */
public record UnusedLabels(
        int count,
        SortedMap<String, Tally> ofNewLearningTopics,
        SortedMap<String, SortedMap<String, Tally>> ofNewLabels,
        Optional<Instant> oldest,
        Optional<Instant> newest) {
    public UnusedLabels {
        ofNewLearningTopics = copy(ofNewLearningTopics);
        SortedMap<String, SortedMap<String, Tally>> copy = new TreeMap<>();
        ofNewLabels.forEach((task, tallies) -> copy.put(task, copy(tallies)));
        ofNewLabels = Collections.unmodifiableSortedMap(copy);
    }

    private static SortedMap<String, Tally> copy(Map<String, Tally> tallies) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(tallies));
    }
}
