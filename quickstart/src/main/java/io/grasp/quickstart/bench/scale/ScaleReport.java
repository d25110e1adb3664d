package io.grasp.quickstart.bench.scale;

import io.grasp.quickstart.bench.contender.Spread;
import io.grasp.quickstart.bench.serving.Conditions;
import io.grasp.trainer.cli.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark of all dimensions found. Immutable.
 *
 * @param base where a dimension was that was not measured just then
 */
record ScaleReport(Point base, List<Growth> growths, Conditions conditions) {
    private static final String NOTHING = "-";

    ScaleReport {
        growths = List.copyOf(growths);
    }

    /** For people: a line a point, then what they were measured on. */
    String text() {
        Table table = new Table(
                "dimension", "value", "interactions a second", "times the first", "ms of one core", "peak memory, MB");
        StringBuilder notes = new StringBuilder();
        for (Growth growth : growths) {
            String dimension = growth.dimension().written();
            for (Growth.Figures figures : growth.figures()) {
                table.row(
                        dimension,
                        String.valueOf(figures.value()),
                        figures.speed().toString(),
                        Table.figure(figures.timesTheFirst()),
                        figures.coreMillis()
                                .map(Spread::median)
                                .map(Table::figure)
                                .orElse(NOTHING),
                        figures.peakMegabytes() == 0
                                ? NOTHING
                                : String.format(Locale.ROOT, "%.0f", figures.peakMegabytes()));
                if (figures.setAside() > 0) {
                    notes.append("Note: at %s=%d, %d interactions were set aside unclassified%n"
                            .formatted(dimension, figures.value(), figures.setAside()));
                }
            }
        }
        return table + "\n" + notes + "Everything else: " + base + "\n" + conditions.text("point");
    }

    /** All of it for a JSON line. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(conditions.toMap());
        map.put("base", base.toMap());
        map.put("dimensions", growths.stream().map(ScaleReport::toMap).toList());
        return map;
    }

    private static Map<String, Object> toMap(Growth growth) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", growth.dimension().written());
        map.put("points", growth.figures().stream().map(ScaleReport::toMap).toList());
        return map;
    }

    private static Map<String, Object> toMap(Growth.Figures figures) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("value", figures.value());
        map.put("interactions_per_second", figures.speed().toMap());
        map.put("times_the_first", figures.timesTheFirst());
        figures.coreMillis().ifPresent(millis -> map.put("core_ms_per_interaction", millis.toMap()));
        if (figures.peakMegabytes() > 0) {
            map.put("peak_rss_mb", figures.peakMegabytes());
        }
        map.put("set_aside", figures.setAside());
        map.put("runs", figures.speeds());
        return map;
    }
}
