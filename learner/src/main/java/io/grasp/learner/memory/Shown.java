package io.grasp.learner.memory;

import io.grasp.learner.knowledge.Correctness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an interaction showed of a student, as far as one judge said. Immutable.
 *
 * @param correctness how right it was, kept to a {@code float}'s precision; null if nothing was said of it
 * @param level comprehension level; null if none was decided
 * @param engagement null if none was decided
 * @param misconceptions ids, of which there may be none; null if nothing was said of them
 */
public record Shown(
        @Nullable Correctness correctness,
        @Nullable String level,
        @Nullable String engagement,
        @Nullable List<String> misconceptions) {

    /** The judge said nothing. */
    public static final Shown NOTHING = new Shown(null, null, null, null);

    public Shown {
        // A float takes half the room in every learner's memory, and what is restored must equal what was kept.
        correctness = correctness == null ? null : new Correctness((float) correctness.probability());
        misconceptions = misconceptions == null ? null : List.copyOf(misconceptions);
    }

    /** The same where {@code better} says nothing, else what {@code better} says. */
    Shown correctedBy(Shown better) {
        return new Shown(
                better.correctness == null ? correctness : better.correctness,
                better.level == null ? level : better.level,
                better.engagement == null ? engagement : better.engagement,
                better.misconceptions == null ? misconceptions : better.misconceptions);
    }

    /** The misconceptions that were named. */
    public List<String> named() {
        return misconceptions == null ? List.of() : misconceptions;
    }
}
