package io.grasp.model;

import io.grasp.model.lexical.LexicalFeatures;
import java.util.Arrays;
import java.util.List;

/**
 * One input as a model reads it: token ids and type ids of equal length, special tokens included, where among them the
 * student's text stands, and its wording for a model that reads that too. A text that is too long for that comes in
 * several {@link #windows}; tokens and positions are then those of the first. Equal by content, so it can key a cache.
 * Immutable.
 */
public final class EncodedInput {
    private final int[] tokenIds;
    private final int[] typeIds;
    private final int textStart;
    private final int textEnd;
    private final List<EncodedInput> windows;
    private final LexicalFeatures lexical;
    private final int hash;

    /** An input that is all text, as far as the caller knows. Copies both arrays. */
    public EncodedInput(int[] tokenIds, int[] typeIds) {
        this(tokenIds, typeIds, 0, tokenIds.length);
    }

    /**
     * Copies both arrays.
     *
     * @param textStart position of the first token of the student's text
     * @param textEnd position after its last; equal to {@code textStart} if the text has no tokens
     */
    public EncodedInput(int[] tokenIds, int[] typeIds, int textStart, int textEnd) {
        this(tokenIds, typeIds, textStart, textEnd, List.of(), LexicalFeatures.NONE);
    }

    private EncodedInput(
            int[] tokenIds,
            int[] typeIds,
            int textStart,
            int textEnd,
            List<EncodedInput> windows,
            LexicalFeatures lexical) {
        if (tokenIds.length == 0 || tokenIds.length != typeIds.length) {
            throw new IllegalArgumentException("An encoded input needs as many type ids as token ids and at least one,"
                    + " but got %d and %d".formatted(typeIds.length, tokenIds.length));
        }
        if (textStart < 0 || textStart > textEnd || textEnd > tokenIds.length) {
            throw new IllegalArgumentException(
                    "A text cannot stand from token %d to %d of %d".formatted(textStart, textEnd, tokenIds.length));
        }
        this.tokenIds = tokenIds.clone();
        this.typeIds = typeIds.clone();
        this.textStart = textStart;
        this.textEnd = textEnd;
        this.windows = windows;
        this.lexical = lexical;
        int tokens = 31 * (31 * (31 * Arrays.hashCode(tokenIds) + Arrays.hashCode(typeIds)) + textStart) + textEnd;
        this.hash = 31 * (31 * tokens + windows.hashCode()) + lexical.hashCode();
    }

    /**
     * One input in several windows, in the text's order; a single one is that window itself.
     *
     * @param windows each of one window, without wording; alike in length and in where their part of the text stands,
     *     so that all of them weigh the same
     */
    public static EncodedInput ofWindows(List<EncodedInput> windows) {
        EncodedInput first = windows.get(0);
        if (!windows.stream().allMatch(first::isWindowLike)) {
            throw new IllegalArgumentException(
                    "The windows of a text must be of one length, with as much text in each");
        }
        List<EncodedInput> several = windows.size() == 1 ? List.of() : List.copyOf(windows);
        return new EncodedInput(
                first.tokenIds, first.typeIds, first.textStart, first.textEnd, several, LexicalFeatures.NONE);
    }

    private boolean isWindowLike(EncodedInput other) {
        return other.windows.isEmpty()
                && other.length() == length()
                && other.textStart == textStart
                && other.textEnd == textEnd;
    }

    /** Returns this input with its wording. */
    public EncodedInput withLexical(LexicalFeatures features) {
        return new EncodedInput(tokenIds, typeIds, textStart, textEnd, windows, features);
    }

    /** What the encoder reads of this input, each alone; at least one, and for most inputs this one itself. */
    public List<EncodedInput> windows() {
        return windows.isEmpty() ? List.of(this) : windows;
    }

    /** What stands before the text, read without it; only for one window whose text does not stand first. */
    public EncodedInput context() {
        return new EncodedInput(Arrays.copyOf(tokenIds, textStart), Arrays.copyOf(typeIds, textStart));
    }

    /** Tokens of a window, special ones included; at least one. */
    public int length() {
        return tokenIds.length;
    }

    /** Returns a copy. */
    public int[] tokenIds() {
        return tokenIds.clone();
    }

    /** Returns a copy. */
    public int[] typeIds() {
        return typeIds.clone();
    }

    /** Position of the first token of the student's text. */
    public int textStart() {
        return textStart;
    }

    /** Position after the last token of the student's text; {@link #textStart} if it has none. */
    public int textEnd() {
        return textEnd;
    }

    /** The wording, or {@link LexicalFeatures#NONE} for a model that reads tokens only. */
    public LexicalFeatures lexical() {
        return lexical;
    }

    // A text may spell a special token, so without type ids the same ids can be parted in two ways, which pool
    // differently.
    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedInput that
                && hash == that.hash
                && textStart == that.textStart
                && textEnd == that.textEnd
                && Arrays.equals(tokenIds, that.tokenIds)
                && Arrays.equals(typeIds, that.typeIds)
                && windows.equals(that.windows)
                && lexical.equals(that.lexical);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The size only: token ids spell a student's text. */
    @Override
    public String toString() {
        return "EncodedInput[%d windows of %d tokens]".formatted(windows().size(), tokenIds.length);
    }
}
