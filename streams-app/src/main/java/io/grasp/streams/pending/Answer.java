package io.grasp.streams.pending;

import io.grasp.model.DecisionPath;
import io.grasp.model.Prediction;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topic;
import io.grasp.streams.pending.PendingRecords.Pending;
import io.grasp.streams.serving.ModelIdentity;
import java.nio.charset.StandardCharsets;

/** What became of the question about one record. */
public sealed interface Answer {
    /** Whether it was given in haste, and a better one is owed. */
    default boolean isProvisional() {
        return false;
    }

    /**
     * The model judged.
     *
     * @param onNewLearningTopic whether the model has learnt other learning topics, but not the record's
     */
    record Predicted(ModelIdentity model, boolean onNewLearningTopic, Prediction prediction) implements Answer {
        @Override
        public boolean isProvisional() {
            return prediction.path() == DecisionPath.DEGRADED;
        }
    }

    /** The model cannot judge this record. */
    record Failed(Throwable cause) implements Answer {
        /** What is set aside of it, with the key and the partition that the record came with. */
        public DeadLetter letter(String key, Pending pending, Topic<?, ?> source, int partition) {
            return new DeadLetter(
                    key.getBytes(StandardCharsets.UTF_8),
                    pending.value(),
                    Stage.CLASSIFY,
                    String.valueOf(cause.getMessage()),
                    new Origin(source.name(), partition, pending.offset(), pending.timestamp()));
        }
    }
}
