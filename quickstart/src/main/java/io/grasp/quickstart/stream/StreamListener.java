package io.grasp.quickstart.stream;

import io.grasp.events.Classification;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.LearnerState;
import io.grasp.events.Recommendation;

/** Told what comes out, in the order in which it can be read. Called from one thread. */
public interface StreamListener {
    void classified(Classification classification);

    void feedback(FeedbackTriggered feedback);

    void recommended(Recommendation recommendation);

    /** A learner's state follows on a classification, in one transaction with all that it triggered. */
    void followed(LearnerState state);
}
