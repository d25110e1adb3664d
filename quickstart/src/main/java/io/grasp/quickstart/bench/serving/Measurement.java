package io.grasp.quickstart.bench.serving;

import io.grasp.events.Classification;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How one run of one contender came out.
 *
 * @param perSecond interactions classified a second
 * @param coreMillis for how long an interaction kept one core busy, in its processes; empty if that is not known
 * @param peakBytes the most memory that its processes had, heap and native; 0 if the system does not tell
 * @param secondsToReady from its start until it served; empty if it does not tell
 * @param decided by interaction, what it decided on the measured rows; empty if that is not known
 * @param setAside how many interactions became dead letters
 */
public record Measurement(
        double perSecond,
        OptionalDouble coreMillis,
        long peakBytes,
        OptionalDouble secondsToReady,
        Map<String, Classification> decided,
        long setAside) {
    public Measurement {
        decided = Map.copyOf(decided);
    }

    /** Of a contender whose decisions nobody sees. */
    static Measurement ofSpeed(double perSecond, long peakBytes) {
        return new Measurement(perSecond, OptionalDouble.empty(), peakBytes, OptionalDouble.empty(), Map.of(), 0);
    }
}
