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

    private String whole(double percentile) {
        return String.format(Locale.ROOT, "%.0f", waited.millis(percentile));
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("guarantee", guarantee);
        object.put("load_percent", load);
        object.put("per_second", perSecond);
        object.putAll(waited.json());
        return object;
    }
}
