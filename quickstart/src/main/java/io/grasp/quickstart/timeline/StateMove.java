package io.grasp.quickstart.timeline;

import io.grasp.events.LearnerState;
import java.time.Instant;
import java.util.Optional;

/**
 * How a learner's state on one learning topic moved once.
 *
 * @param place where it stands among all moves, in the order in which they were written
 * @param interactionId the interaction behind it; empty if that is not known
 * @param isCorrection whether a person's label moved it
 * @param writtenAt the record's time
 * @param before empty at the learner's first interaction, and where it is lost
 * @param isBeforeLost whether there was a state before that the topic no longer holds
 */
record StateMove(
        int place,
        Optional<String> interactionId,
        boolean isCorrection,
        Instant writtenAt,
        Optional<LearnerState> before,
        boolean isBeforeLost,
        LearnerState after) {}
