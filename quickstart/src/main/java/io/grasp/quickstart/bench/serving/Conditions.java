package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.contender.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What speeds were measured with.
 *
 * @param rows how many were measured, each time
 * @param warmUp how many came before them
 * @param gflops the machine's peak before each round
 */
public record Conditions(int rows, int warmUp, List<Double> gflops) {
    public Conditions {
        gflops = List.copyOf(gflops);
    }

    /** For people, in a line. */
    public String text(String contender) {
        return String.format(
                Locale.ROOT,
                "%d rows after %d of warm-up; each %s %d times, in turns; %d cores, matrix peak %s GFLOP/s%n",
                rows,
                warmUp,
                contender,
                gflops.size(),
                Runtime.getRuntime().availableProcessors(),
                peak());
    }

    /** For a JSON line. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rows", rows);
        map.put("warm_up", warmUp);
        map.put("rounds", gflops.size());
        map.put("peak_gflops", peak().toMap());
        return map;
    }

    private Spread peak() {
        return Spread.of(gflops, Double::doubleValue);
    }
}
