package io.grasp.trainer;

import io.grasp.schemas.settings.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest edits, if they are at most a third of the name (and at least two are allowed). */
    public static Optional<String> to(String name, Collection<String> candidates) {
        int allowed = Math.max(2, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> edits(name, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    }

    private static int edits(String left, String right) {
        return EditDistance.between(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }
}
