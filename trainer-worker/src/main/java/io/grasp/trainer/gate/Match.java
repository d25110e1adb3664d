package io.grasp.trainer.gate;

import io.grasp.trainer.evaluate.Evaluation;
import java.util.List;

/**
 * A challenger and the champion on the same held-out rows.
 *
 * @param challenger on all held-out rows, those of learning topics that the champion does not know included
 * @param champion on the same rows; a label that it does not know is one that it gets wrong
 * @param newlyCovered learning topics and labels that only the challenger knows
 */
public record Match(Evaluation challenger, Evaluation champion, List<String> newlyCovered) {
    public Match {
        newlyCovered = List.copyOf(newlyCovered);
    }
}
