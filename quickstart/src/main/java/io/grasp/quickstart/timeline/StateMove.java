package io.grasp.quickstart.timeline;

import io.grasp.events.LearnerState;
import java.time.Instant;
import java.util.Optional;

/**
 * How a learner's state on one learning topic moved once.
 *
 * @param interactionId the interaction that moved it; empty if it was computed anew without one
 * @param writtenAt when the record was written
 * @param before empty at the learner's first interaction, and where it is lost
 * @param isBeforeLost whether there was a state before that the topic no longer holds
 */
record StateMove(
        Optional<String> interactionId,
        Instant writtenAt,
        Optional<LearnerState> before,
        boolean isBeforeLost,
        LearnerState after) {}
