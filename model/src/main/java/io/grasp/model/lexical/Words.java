package io.grasp.model.lexical;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parts a text into words, as {@link LexicalFeatures} says. */
final class Words {
    private Words() {}

    static List<String> of(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int begun = -1;
        for (int at = 0; at < folded.length(); ) {
            int codePoint = folded.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            if (isPartOfWord(codePoint)) {
                begun = begun < 0 ? at : begun;
            } else {
                if (begun >= 0) {
                    words.add(folded.substring(begun, at));
                    begun = -1;
                }
                if (!separates(codePoint)) {
                    words.add(folded.substring(at, next));
                }
            }
            at = next;
        }
        if (begun >= 0) {
            words.add(folded.substring(begun));
        }
        return words;
    }

    private static boolean isPartOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }

    private static boolean separates(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
