package io.grasp.trainer.gate;

import java.util.List;
import java.util.Set;

/**
 * A challenger and the champion on the same held-out rows.
 *
 * @param champion its version
 * @param rows all held-out rows, those of learning topics that the champion does not know included; a label that a
 *     model does not know is one that it gets wrong
 * @param newLearningTopics those that only the challenger learnt
 * @param newlyCovered learning topics and labels that only the challenger knows, in words
 * @param lostTasks tasks that only the champion knows
 */
public record Match(
        String champion,
        List<PairedRow> rows,
        Set<String> newLearningTopics,
        List<String> newlyCovered,
        List<String> lostTasks)
        implements Opposition {
    public Match {
        rows = List.copyOf(rows);
        newLearningTopics = Set.copyOf(newLearningTopics);
        newlyCovered = List.copyOf(newlyCovered);
        lostTasks = List.copyOf(lostTasks);
    }
}
