package io.grasp.learner.progress;

import java.time.Instant;

/**
 * A misconception that a student held and overcame.
 *
 * @param interactionId the interaction that showed it
 * @param at when that was written
 */
public record OvercomeMisconception(HeldMisconception held, String interactionId, Instant at) {}
