package io.grasp.streams.decide;

import io.grasp.events.FeedbackTriggered;
import io.grasp.events.LearnerState;
import io.grasp.schemas.DeadLetter;

/** What the decide step makes of a classification: none, one or several of these. */
public sealed interface Decision {
    record StateChanged(LearnerState state) implements Decision {}

    record FeedbackGiven(FeedbackTriggered feedback) implements Decision {}

    record Recommended(io.grasp.events.Recommendation recommendation) implements Decision {}

    record Rejected(DeadLetter letter) implements Decision {}
}
