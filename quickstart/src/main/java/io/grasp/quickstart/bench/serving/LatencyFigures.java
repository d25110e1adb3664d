package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.cli.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Latencies at one load, from when an interaction was due to reading its committed classification.
 *
 * @param guarantee Kafka Streams' {@code processing.guarantee}
 * @param load percent of the capacity
 * @param perSecond how many interactions were due a second
 */
record LatencyFigures(String guarantee, int load, double perSecond, Waiting.Waited waited) {
    double millis(double percentile) {
        return waited.latencies().getValueAtPercentile(percentile) / 1e3;
    }

    static Table table(List<LatencyFigures> measured) {
        Table table = new Table(
                "guarantee",
                "load",
                "a second",
                "interactions",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "longest ms",
                "failures");
        measured.forEach(figures -> table.row(
                figures.guarantee,
                figures.load + " %",
                String.format(Locale.ROOT, "%.1f", figures.perSecond),
                String.valueOf(figures.waited.latencies().getTotalCount()),
                figures.whole(50),
                figures.whole(95),
                figures.whole(99),
                figures.whole(100),
                String.valueOf(figures.waited.failures().total())));
        return table;
    }

    String whole(double percentile) {
        return String.format(Locale.ROOT, "%.0f", millis(percentile));
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("guarantee", guarantee);
        object.put("load_percent", load);
        object.put("per_second", perSecond);
        object.put("interactions", waited.latencies().getTotalCount());
        object.put("p50_ms", millis(50));
        object.put("p95_ms", millis(95));
        object.put("p99_ms", millis(99));
        object.put("longest_ms", millis(100));
        object.put("failures", waited.failures().json());
        return object;
    }
}
