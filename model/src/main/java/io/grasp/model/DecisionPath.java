package io.grasp.model;

/** Which part of a model decided. */
public enum DecisionPath {
    /** All of it: the encoder, and the wording where heads read it. */
    FULL,
    /** The wording alone, which was sure enough: see {@link io.grasp.model.head.EarlyExit}. */
    WORDS,
    /** The wording alone, sure or not, because there was no time for more. */
    DEGRADED
}
