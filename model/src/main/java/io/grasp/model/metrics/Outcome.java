package io.grasp.model.metrics;

import io.grasp.model.LabelScore;
import java.util.List;
import java.util.Set;

/**
 * What a person and a model said about one row, or one interaction, for one task. Immutable.
 *
 * @param rowId the interaction's id
 * @param decided what the model decides, or would decide if it never abstained
 * @param abstained whether it was too unsure to say so
 * @param scores the calibrated probability of each label that the model knows, in the task's order
 */
public record Outcome(
        String rowId,
        String learningTopic,
        Set<String> truth,
        Set<String> decided,
        boolean abstained,
        List<LabelScore> scores) {
    public Outcome {
        truth = Set.copyOf(truth);
        decided = Set.copyOf(decided);
        scores = List.copyOf(scores);
    }

    /** Whether exactly the right label or labels were decided. */
    public boolean isRight() {
        return truth.equals(decided);
    }

    /** How probable the model holds the label; 0 for one that it does not know. */
    public double probabilityOf(String label) {
        for (LabelScore score : scores) {
            if (score.label().equals(label)) {
                return score.probability();
            }
        }
        return 0;
    }
}
