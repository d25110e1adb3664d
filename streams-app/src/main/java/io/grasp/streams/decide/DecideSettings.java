package io.grasp.streams.decide;

import java.time.Duration;

/**
 * How the decide step behaves.
 *
 * @param feedbackCoolDown how long the same student is not told about the same misconception again
 * @param recommendationCoolDown how long the same resource is not recommended to the same student again
 * @param recommendationSize most resources of one recommendation
 */
public record DecideSettings(Duration feedbackCoolDown, Duration recommendationCoolDown, int recommendationSize) {}
