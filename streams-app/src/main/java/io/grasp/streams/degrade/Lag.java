package io.grasp.streams.degrade;

/** How far reading is behind. Safe for any number of threads, who may ask as often as they like. */
@FunctionalInterface
public interface Lag {
    /** Returns how many interactions wait to be read in that partition of this process where most do. */
    long largest();
}
