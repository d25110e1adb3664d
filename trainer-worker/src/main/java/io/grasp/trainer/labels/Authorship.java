package io.grasp.trainer.labels;

import io.grasp.events.LabeledInteraction;
import java.time.Instant;

/**
 * Who wrote the text of a label record, and when.
 *
 * @param writtenBy it had been written by then: when the interaction happened, or was labelled if that is said to have
 *     been earlier
 */
record Authorship(String student, Instant writtenBy) {
    static Authorship of(LabeledInteraction record) {
        Instant happened = record.getInteraction().getOccurredAt();
        Instant labeled = record.getLabeledAt();
        return new Authorship(record.getInteraction().getStudentId(), labeled.isBefore(happened) ? labeled : happened);
    }
}
