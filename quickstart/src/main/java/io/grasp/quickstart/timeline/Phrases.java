package io.grasp.quickstart.timeline;

import java.util.List;
import java.util.Locale;

/** Small parts of speech. */
final class Phrases {
    private static final List<String> TEENS = List.of("11", "12", "13");

    private Phrases() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** A symbol of a schema, such as FORUM_POST, as people write it. */
    static String ofSymbol(String symbol) {
        return symbol.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String capitalized(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    static String sentence(String words) {
        String begun = capitalized(words.strip());
        return begun.endsWith(".") || begun.endsWith("!") || begun.endsWith("?") ? begun : begun + ".";
    }

    static String counted(long count, String one, String many) {
        return count == 1 ? "1 " + one : count + " " + many;
    }

    static String ordinal(long count) {
        String digits = String.valueOf(count);
        if (TEENS.stream().anyMatch(digits::endsWith)) {
            return digits + "th";
        }
        return digits
                + switch (digits.charAt(digits.length() - 1)) {
                    case '1' -> "st";
                    case '2' -> "nd";
                    case '3' -> "rd";
                    default -> "th";
                };
    }
}
