package io.grasp.trainer.arguments;

/** In which order an epoch takes the training rows. */
public enum SamplingStrategy {
    RANDOM,
    SEQUENTIAL,
    /** Random, but rows of about the same length share a batch, so that little padding is computed. */
    GROUP_BY_LENGTH
}
