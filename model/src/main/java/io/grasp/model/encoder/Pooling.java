package io.grasp.model.encoder;

/** How the vectors of an input's tokens become one vector. */
public enum Pooling {
    /** The mean over all tokens, special ones included and padding left out. */
    MEAN,
    /**
     * The mean over the tokens of the student's text, which the context has only coloured; special tokens are left out.
     * A text without tokens is pooled as by {@link #MEAN}.
     */
    TEXT_MEAN,
    /** The vector of the first token. */
    CLS
}
