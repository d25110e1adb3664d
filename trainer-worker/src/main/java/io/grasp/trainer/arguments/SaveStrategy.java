package io.grasp.trainer.arguments;

/** When a checkpoint is written. */
public enum SaveStrategy {
    NO,
    STEPS,
    EPOCH,
    /** Whenever the metric for the best model improves. */
    BEST
}
