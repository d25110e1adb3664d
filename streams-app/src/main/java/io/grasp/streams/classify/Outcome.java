package io.grasp.streams.classify;

import io.grasp.events.Classification;
import io.grasp.events.Interaction;
import io.grasp.events.ModelActivation;
import io.grasp.schemas.DeadLetter;

/** What the classify step makes of its input: never null and never an exception. */
public sealed interface Outcome {
    /**
     * An interaction was judged.
     *
     * @param onNewLearningTopic whether the model has learnt other learning topics, but not this one
     */
    record Classified(Interaction interaction, Classification classification, boolean onNewLearningTopic)
            implements Outcome {}

    /** Another model version judges this partition from here on. */
    record Activated(ModelActivation activation) implements Outcome {}

    /** A record was set aside. */
    record Rejected(DeadLetter letter) implements Outcome {}
}
