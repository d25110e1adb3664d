package io.grasp.learner.recommend;

/** What pedagogy puts first, whatever outcomes say; in this order. */
public enum Precedence {
    ADDRESSES_MISCONCEPTION,
    PREREQUISITE,
    FITS_LEVEL,
    OTHER
}
