package io.grasp.trainer.evaluate;

import java.util.Set;

/**
 * What a person and a model said about one row for one task.
 *
 * @param decided what the model decides, or would decide if it never abstained
 * @param abstained whether it was too unsure to say so
 */
public record Outcome(String learningTopic, Set<String> truth, Set<String> decided, boolean abstained) {
    public Outcome {
        truth = Set.copyOf(truth);
        decided = Set.copyOf(decided);
    }

    public boolean isRight() {
        return truth.equals(decided);
    }
}
