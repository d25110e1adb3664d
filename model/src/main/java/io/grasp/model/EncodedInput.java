package io.grasp.model;

import java.util.Arrays;

/**
 * One input as the encoder reads it: token ids and type ids of equal length, special tokens included. Equal by content,
 * so it can key a cache. Immutable.
 */
public final class EncodedInput {
    private final int[] tokenIds;
    private final int[] typeIds;
    private final int hash;

    /** Copies both arrays. */
    public EncodedInput(int[] tokenIds, int[] typeIds) {
        if (tokenIds.length == 0 || tokenIds.length != typeIds.length) {
            throw new IllegalArgumentException("An encoded input needs as many type ids as token ids and at least one,"
                    + " but got %d and %d".formatted(typeIds.length, tokenIds.length));
        }
        this.tokenIds = tokenIds.clone();
        this.typeIds = typeIds.clone();
        this.hash = 31 * Arrays.hashCode(tokenIds) + Arrays.hashCode(typeIds);
    }

    /** Tokens, special ones included; at least one. */
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

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedInput that
                && hash == that.hash
                && Arrays.equals(tokenIds, that.tokenIds)
                && Arrays.equals(typeIds, that.typeIds);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The length only: token ids spell a student's text. */
    @Override
    public String toString() {
        return "EncodedInput[%d tokens]".formatted(tokenIds.length);
    }
}
