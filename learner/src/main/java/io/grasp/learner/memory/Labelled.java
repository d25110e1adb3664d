package io.grasp.learner.memory;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a teacher says that an interaction showed.
 *
 * @param at when it was labelled, to the millisecond
 */
public record Labelled(Shown shown, Instant at) {
    /** The later one wins; of two at the same instant always the same one, so that their order does not matter. */
    private static final Comparator<Labelled> LATER = Comparator.comparing(Labelled::at)
            .thenComparing(label -> label.shown().toString());

    static @Nullable Labelled later(@Nullable Labelled one, @Nullable Labelled other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return LATER.compare(one, other) >= 0 ? one : other;
    }
}
