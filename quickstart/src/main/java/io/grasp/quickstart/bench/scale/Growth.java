package io.grasp.quickstart.bench.scale;

import io.grasp.quickstart.bench.contender.Spread;
import io.grasp.quickstart.bench.serving.Measurement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one dimension came out, everything else being equal. Immutable.
 *
 * @param runs at least one a value, in the values' order
 */
record Growth(Dimension dimension, Map<Integer, List<Measurement>> runs) {
    private static final double MB = 1_048_576;

    Growth {
        Map<Integer, List<Measurement>> copy = new LinkedHashMap<>();
        runs.forEach((value, own) -> copy.put(value, List.copyOf(own)));
        runs = Collections.unmodifiableMap(copy);
    }

    /**
     * What the runs at one value say.
     *
     * @param speed interactions a second
     * @param timesTheFirst its median in times of that at the first value
     * @param coreMillis for how long an interaction kept one core busy; empty if a run did not tell
     * @param peakMegabytes the most memory of any run; 0 if the system does not tell
     * @param setAside of all runs; more than none says that something else was measured than classifying
     */
    record Figures(
            int value,
            Spread speed,
            double timesTheFirst,
            Optional<Spread> coreMillis,
            double peakMegabytes,
            long setAside,
            List<Double> speeds) {}

    /** Of each value, in their order. */
    List<Figures> figures() {
        double first = speed(runs.values().iterator().next()).median();
        return runs.entrySet().stream()
                .map(entry -> figures(entry.getKey(), entry.getValue(), first))
                .toList();
    }

    private static Figures figures(int value, List<Measurement> own, double first) {
        boolean tellsCpu = own.stream().allMatch(run -> run.coreMillis().isPresent());
        return new Figures(
                value,
                speed(own),
                speed(own).median() / first,
                tellsCpu ? Optional.of(Spread.of(own, run -> run.coreMillis().orElseThrow())) : Optional.empty(),
                Spread.of(own, Measurement::peakBytes).max() / MB,
                own.stream().mapToLong(Measurement::setAside).sum(),
                own.stream().map(Measurement::perSecond).toList());
    }

    private static Spread speed(List<Measurement> own) {
        return Spread.of(own, Measurement::perSecond);
    }
}
