package io.grasp.streams.classify;

import java.time.Duration;

/**
 * How the classify step behaves.
 *
 * @param pendingCapacity how many interactions of a partition may wait for their answers at once, or for those of
 *     earlier ones
 * @param maxCharacters longest text, prompt or reference answer that is accepted
 * @param duplicateMemory how long an interaction id is remembered, so that a repetition is set aside
 */
public record ClassifySettings(int pendingCapacity, int maxCharacters, Duration duplicateMemory) {}
