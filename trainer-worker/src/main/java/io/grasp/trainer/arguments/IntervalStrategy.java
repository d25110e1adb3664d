package io.grasp.trainer.arguments;

/** When something is done. */
public enum IntervalStrategy {
    NO,
    STEPS,
    EPOCH
}
