package io.grasp.trainer;

import io.grasp.schemas.settings.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the name that was probably meant. */
public final class Nearest {
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+");

    private Nearest() {}

    /** The candidate with the fewest edits, if they are at most a third of the name (and at least two are allowed). */
    public static Optional<String> to(String name, Collection<String> candidates) {
        int allowed = Math.max(2, name.length() / 3);
        return candidates.stream()
                .filter(candidate -> edits(name, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    }

    /**
     * The candidates that have every word of the name, such as {@code num_train_epochs} for {@code epochs}, in their
     * order.
     */
    public static List<String> withAllWordsOf(String name, Collection<String> candidates) {
        Set<String> words = words(name);
        return words.isEmpty()
                ? List.of()
                : candidates.stream()
                        .filter(candidate -> words(candidate).containsAll(words))
                        .toList();
    }

    private static Set<String> words(String name) {
        return WORD.matcher(name.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static int edits(String left, String right) {
        return EditDistance.between(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }
}
