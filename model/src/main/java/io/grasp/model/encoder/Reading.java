package io.grasp.model.encoder;

import io.grasp.model.text.InputLimits;

/**
 * How an encoder reads an input, which training and serving must not differ in.
 *
 * @param attention which tokens attend to which
 * @param pooling how token vectors become one
 * @param limits how much of an input is read, and in how many windows
 */
public record Reading(Attention attention, Pooling pooling, InputLimits limits) {
    public Reading {
        if (attention == Attention.TEXT_TO_CONTEXT && pooling != Pooling.TEXT_MEAN) {
            throw new IllegalArgumentException(
                    "Where a context does not attend to the text (attention text_to_context), only the text's own"
                            + " tokens tell something of it: pooling must be text_mean, not "
                            + pooling);
        }
    }

    /** Each token attends to all. */
    public static Reading bidirectional(Pooling pooling, InputLimits limits) {
        return new Reading(Attention.BIDIRECTIONAL, pooling, limits);
    }

    /** Each token attends to all, and long texts are read in windows. */
    public static Reading bidirectional(Pooling pooling, int maxLength) {
        return bidirectional(pooling, InputLimits.windowed(maxLength));
    }
}
