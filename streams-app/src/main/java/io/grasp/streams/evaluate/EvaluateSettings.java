package io.grasp.streams.evaluate;

import java.time.Duration;

/**
 * How live decisions are evaluated.
 *
 * @param memory how long a classification waits for its label, and how long a comparison counts
 * @param window most comparisons of one task, learning topic and model version that figures are of
 * @param driftDelta how probable a false alarm is at most, at each comparison: above 0, below 1
 */
public record EvaluateSettings(Duration memory, int window, double driftDelta) {
    public EvaluateSettings {
        if (memory.isNegative() || memory.isZero() || window < 1 || !(driftDelta > 0 && driftDelta < 1)) {
            throw new IllegalArgumentException(
                    "Not an evaluation: memory %s, window %d, drift delta %s".formatted(memory, window, driftDelta));
        }
    }
}
