package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.contender.Spread;
import io.grasp.trainer.cli.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a swap benchmark found. Immutable.
 *
 * @param swapped interactions that came while models were swapped
 * @param quiet those that came for as long afterwards, to the same app, while none was
 * @param perSecond how many were due a second
 * @param length seconds of either
 */
record SwapReport(Swaps swaps, Waiting.Waited swapped, Waiting.Waited quiet, double perSecond, double length) {
    private static final double MB = 1_048_576;
    /** Both models have been loaded by then, and the allocator has what it needs for a swap. */
    private static final int SETTLED = 10;

    String text() {
        Table table = new Table(
                "",
                "interactions",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "longest ms",
                "missing",
                "repeated",
                "set aside",
                "of an unannounced version");
        row(table, swaps.seconds().size() + " swaps", swapped);
        row(table, "no swaps", quiet);
        Spread seconds = seconds();
        List<Long> bytes = swaps.residentBytes();
        return table
                + String.format(
                        Locale.ROOT,
                        "%n%.1f interactions a second for %.0f s each; adopted %.2f s (%.2f–%.2f) after the announcement%n"
                                + "Memory: %.0f MB before, %.0f MB after %d swaps, %.0f MB after %d%n",
                        perSecond,
                        length,
                        seconds.median(),
                        seconds.min(),
                        seconds.max(),
                        bytes.get(0) / MB,
                        bytes.get(settled()) / MB,
                        settled(),
                        bytes.get(bytes.size() - 1) / MB,
                        bytes.size() - 1);
    }

    Map<String, Object> toMap() {
        List<Long> bytes = swaps.residentBytes();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("swaps", swaps.seconds().size());
        map.put("per_second", perSecond);
        map.put("seconds", length);
        map.put("swapped", swapped.json());
        map.put("quiet", quiet.json());
        map.put("seconds_to_adoption", seconds().toMap());
        map.put("rss_mb_before", bytes.get(0) / MB);
        map.put("rss_mb_after_%d".formatted(settled()), bytes.get(settled()) / MB);
        map.put("rss_mb_after", bytes.get(bytes.size() - 1) / MB);
        return map;
    }

    private int settled() {
        return Math.min(SETTLED, swaps.seconds().size());
    }

    private Spread seconds() {
        return Spread.of(swaps.seconds(), Double::doubleValue);
    }

    private static void row(Table table, String name, Waiting.Waited waited) {
        Failures failures = waited.failures();
        table.row(
                name,
                String.valueOf(waited.latencies().getTotalCount()),
                whole(waited.millis(50)),
                whole(waited.millis(95)),
                whole(waited.millis(99)),
                whole(waited.millis(100)),
                String.valueOf(failures.missing()),
                String.valueOf(failures.repeated()),
                String.valueOf(failures.setAside()),
                String.valueOf(failures.unannounced()));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
