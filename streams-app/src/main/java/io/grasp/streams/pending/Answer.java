package io.grasp.streams.pending;

import io.grasp.model.Prediction;
import io.grasp.streams.serving.ModelIdentity;

/** What became of the question about one record. */
public sealed interface Answer {
    /**
     * The model judged.
     *
     * @param onNewLearningTopic whether the model has learnt other learning topics, but not the record's
     */
    record Predicted(ModelIdentity model, boolean onNewLearningTopic, Prediction prediction) implements Answer {}

    /** The model cannot judge this record. */
    record Failed(Throwable cause) implements Answer {}
}
