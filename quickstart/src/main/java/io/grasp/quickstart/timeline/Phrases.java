package io.grasp.quickstart.timeline;

import io.grasp.quickstart.screen.Excerpt;
import java.util.Locale;

/** Small parts of speech. */
final class Phrases {
    private Phrases() {}

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
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

    /** A name that people gave, marked as one. */
    static String quoted(String name) {
        return "“" + Excerpt.whole(name) + "”";
    }

    static String counted(long count, String one, String many) {
        return count == 1 ? "1 " + one : count + " " + many;
    }
}
