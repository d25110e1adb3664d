package io.grasp.model.encoder;

/** How the vectors of an input's tokens become one vector. */
public enum Pooling {
    /** The mean over all tokens, special ones included and padding left out. */
    MEAN,
    /** The vector of the first token. */
    CLS
}
