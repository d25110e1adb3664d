package io.grasp.quickstart.timeline;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.ErasureRequest;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.Recommendation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that happened to a student at one time. */
sealed interface Moment {
    /** When it happened. */
    Instant at();

    /** What was being learnt; empty if it is about the student as a whole. */
    Optional<String> learningTopic();

    /**
     * The student wrote something, with all that followed from it.
     *
     * @param interaction empty if no topic holds it any more
     * @param classifications one, unless it was classified again
     * @param isToBeErased whether erasure was asked for since
     * @param moves how it moved the learner's state, and how a label of it did
     * @param isStateCompacted whether a move of that time may have been compacted away
     * @param isStateDecided whether the learner's state is that of this time or later
     */
    record Written(
            Instant at,
            String interactionId,
            Optional<String> learningTopic,
            Optional<Interaction> interaction,
            boolean isToBeErased,
            List<Classification> classifications,
            List<StateMove> moves,
            boolean isStateCompacted,
            boolean isStateDecided,
            List<FeedbackTriggered> feedback,
            List<Recommendation> recommendations,
            List<AtRiskAlert> alerts,
            List<LabelRequest> labelRequests,
            Optional<LabeledInteraction> label)
            implements Moment {
        /** A text from elsewhere that somebody labelled, for training only. */
        boolean isOnlyLabeled() {
            return label.isPresent()
                    && classifications.isEmpty()
                    && feedback.isEmpty()
                    && recommendations.isEmpty()
                    && alerts.isEmpty()
                    && labelRequests.isEmpty();
        }
    }

    /** An alert changed, not because of what the student had just written. */
    record Alerted(AtRiskAlert alert) implements Moment {
        @Override
        public Instant at() {
            return alert.getOccurredAt();
        }

        @Override
        public Optional<String> learningTopic() {
            return Optional.ofNullable(alert.getLearningTopic());
        }
    }

    /** A state was computed anew without a new interaction. */
    record Recomputed(StateMove move) implements Moment {
        @Override
        public Instant at() {
            return move.writtenAt();
        }

        @Override
        public Optional<String> learningTopic() {
            return Optional.of(move.after().getLearningTopic());
        }
    }

    /** Somebody asked for the student to be erased. */
    record ErasureAsked(ErasureRequest request) implements Moment {
        @Override
        public Instant at() {
            return request.getRequestedAt();
        }

        @Override
        public Optional<String> learningTopic() {
            return Optional.empty();
        }
    }
}
