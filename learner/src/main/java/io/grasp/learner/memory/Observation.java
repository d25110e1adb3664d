package io.grasp.learner.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one interaction: what the model found, what a teacher said, or both. Immutable.
 *
 * @param at when the student wrote it, to the millisecond
 * @param classified by the model; null if it was not classified (yet)
 * @param provisional whether the model has only had a glance at it so far, and will say more; a teacher need not wait
 * @param labelled by a teacher, who has the last word; null if nobody did
 */
public record Observation(
        String interactionId,
        Instant at,
        @Nullable Shown classified,
        boolean provisional,
        @Nullable Labelled labelled) {

    /** In the order in which they were written; ids decide between those of one instant. */
    static final Comparator<Observation> AS_WRITTEN =
            Comparator.comparing(Observation::at).thenComparing(Observation::interactionId);

    public Observation {
        if (provisional && classified == null) {
            throw new IllegalArgumentException(
                    "What is provisional of interaction %s was never classified".formatted(interactionId));
        }
    }

    public static Observation classified(String interactionId, Instant at, Shown shown) {
        return new Observation(interactionId, at, shown, false, null);
    }

    /** As the model sees it at a glance; what it {@link #classified finds} later takes its place. */
    public static Observation glanced(String interactionId, Instant at, Shown shown) {
        return new Observation(interactionId, at, shown, true, null);
    }

    public static Observation labelled(String interactionId, Instant at, Shown shown, Instant labelledAt) {
        return new Observation(interactionId, at, null, false, new Labelled(shown, labelledAt));
    }

    /** What counts. */
    public Shown shown() {
        Shown byModel = classified == null ? Shown.NOTHING : classified;
        return labelled == null ? byModel : byModel.correctedBy(labelled.shown());
    }

    /**
     * What both know of the same interaction. A second classification changes nothing, unless the first was
     * provisional.
     */
    Observation and(Observation other) {
        Observation byModel = other.knowsBetterThan(this) ? other : this;
        return new Observation(
                interactionId,
                byModel.at,
                byModel.classified,
                byModel.provisional,
                Labelled.later(labelled, other.labelled));
    }

    private boolean knowsBetterThan(Observation other) {
        return classified != null && (other.classified == null || (other.provisional && !provisional));
    }

    /** Returns it without what is provisional; empty if nothing is left. */
    Optional<Observation> settled() {
        if (!provisional) {
            return Optional.of(this);
        }
        return labelled == null
                ? Optional.empty()
                : Optional.of(new Observation(interactionId, at, null, false, labelled));
    }
}
