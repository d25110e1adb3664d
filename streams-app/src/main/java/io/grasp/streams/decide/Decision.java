package io.grasp.streams.decide;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.LearnerState;
import io.grasp.events.Recommendation;
import io.grasp.schemas.DeadLetter;
import org.jspecify.annotations.Nullable;

/** What the decide step makes of one piece of evidence: none, one or several of these. */
public sealed interface Decision {
    /**
     * A learner's state on a learning topic is another one now.
     *
     * @param state null if it was erased
     */
    record StateChanged(@Nullable LearnerState state) implements Decision {}

    record FeedbackGiven(FeedbackTriggered feedback) implements Decision {}

    record Recommended(Recommendation recommendation) implements Decision {}

    record Alerted(AtRiskAlert alert) implements Decision {}

    record Rejected(DeadLetter letter) implements Decision {}
}
