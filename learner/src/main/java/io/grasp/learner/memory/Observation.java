package io.grasp.learner.memory;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one interaction: what the model found, what a teacher said, or both. Immutable.
 *
 * @param at when the student wrote it, to the millisecond
 * @param classified by the model; null if it was not classified (yet)
 * @param labelled by a teacher, who has the last word; null if nobody did
 */
public record Observation(
        String interactionId,
        Instant at,
        @Nullable Shown classified,
        @Nullable Labelled labelled) {

    /** In the order in which they were written; ids decide between those of one instant. */
    static final Comparator<Observation> AS_WRITTEN =
            Comparator.comparing(Observation::at).thenComparing(Observation::interactionId);

    public static Observation classified(String interactionId, Instant at, Shown shown) {
        return new Observation(interactionId, at, shown, null);
    }

    public static Observation labelled(String interactionId, Instant at, Shown shown, Instant labelledAt) {
        return new Observation(interactionId, at, null, new Labelled(shown, labelledAt));
    }

    /** What counts. */
    public Shown shown() {
        Shown byModel = classified == null ? Shown.NOTHING : classified;
        return labelled == null ? byModel : byModel.correctedBy(labelled.shown());
    }

    /** What both know of the same interaction. A second classification of it changes nothing. */
    Observation and(Observation other) {
        Labelled latest = Labelled.later(labelled, other.labelled);
        return classified == null
                ? new Observation(interactionId, other.classified == null ? at : other.at, other.classified, latest)
                : new Observation(interactionId, at, classified, latest);
    }
}
