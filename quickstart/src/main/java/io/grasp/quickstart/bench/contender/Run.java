package io.grasp.quickstart.bench.contender;

/**
 * One run of one contender.
 *
 * @param <F> what it says of its work
 * @param seconds from the start of its process to its end
 * @param peakBytes the most memory that its processes had, heap and native; 0 if the system does not tell
 */
public record Run<F>(F figures, double seconds, long peakBytes) {}
