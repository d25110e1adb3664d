package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.contender.Spread;
import io.grasp.trainer.cli.Table;
import io.grasp.trainer.evaluate.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a throughput benchmark found. Immutable.
 *
 * @param runs at least one a contender, in the contenders' order; the first is the streams-app as it is set
 */
record ThroughputReport(Workload workload, Map<ServingContender, List<Measurement>> runs, Conditions conditions) {
    private static final double MB = 1_048_576;
    private static final String NOTHING = "-";

    ThroughputReport {
        Map<ServingContender, List<Measurement>> copy = new LinkedHashMap<>();
        runs.forEach((contender, own) -> copy.put(contender, List.copyOf(own)));
        runs = copy;
    }

    /** For people: speed a contender, then quality, then what it was measured on. */
    String text() {
        String scores = qualityTable();
        return speedTable() + (scores.isEmpty() ? "" : "\n" + scores) + "\n" + conditions.text("contender");
    }

    /** Interactions a second, by contender. */
    Map<String, Spread> speeds() {
        Map<String, Spread> speeds = new LinkedHashMap<>();
        runs.forEach((contender, own) -> speeds.put(contender.name(), speed(own)));
        return speeds;
    }

    private Table speedTable() {
        Table table = new Table(
                "contender",
                "interactions a second",
                "times peer",
                "times bare",
                "peak memory, MB",
                "seconds to ready",
                "by words alone",
                "decided alike");
        runs.forEach((contender, own) -> table.row(
                contender.name(),
                speed(own).toString(),
                figure(timesThe("peer", own)),
                figure(timesThe("bare", own)),
                peak(own) == 0 ? NOTHING : String.format(Locale.ROOT, "%.0f", peak(own) / MB),
                ready(own).map(Spread::toString).orElse(NOTHING),
                figure(DecisionQuality.shareByWords(last(own).decided())),
                figure(alike(own))));
        return table;
    }

    private String qualityTable() {
        Table table = new Table("set", "task", "contender", "rows", "accuracy", "macro-F1");
        Map<String, List<String[]>> rows = new LinkedHashMap<>();
        runs.forEach((contender, own) -> quality(own)
                .forEach((set, tasks) -> tasks.forEach((task, scores) -> rows.computeIfAbsent(
                                set + "\0" + task, key -> new ArrayList<>())
                        .add(new String[] {
                            set,
                            task,
                            contender.name(),
                            String.valueOf(scores.rows()),
                            Table.figure(scores.accuracy()),
                            Table.figure(scores.macroF1())
                        }))));
        rows.values().forEach(own -> own.forEach(table::row));
        return rows.isEmpty() ? "" : table.toString();
    }

    /** All of it for a JSON line. */
    Map<String, Object> toMap() {
        List<Map<String, Object>> contenders = new ArrayList<>();
        runs.forEach((contender, own) -> contenders.add(toMap(contender, own)));
        Map<String, Object> map = new LinkedHashMap<>(conditions.toMap());
        map.put("contenders", contenders);
        return map;
    }

    private Map<String, Object> toMap(ServingContender contender, List<Measurement> own) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", contender.name());
        map.putAll(contender.told());
        map.put("interactions_per_second", speed(own).toMap());
        timesThe("peer", own).ifPresent(times -> map.put("times_the_peer", times));
        timesThe("bare", own).ifPresent(times -> map.put("times_the_bare_loop", times));
        if (peak(own) > 0) {
            map.put("peak_rss_mb", peak(own) / MB);
        }
        ready(own).ifPresent(seconds -> {
            map.put("seconds_to_ready", seconds.toMap());
            map.put("set_aside", last(own).setAside());
        });
        DecisionQuality.shareByWords(last(own).decided()).ifPresent(share -> map.put("decided_by_words_alone", share));
        alike(own).ifPresent(share -> map.put("decided_alike", share));
        Map<String, Object> sets = new LinkedHashMap<>();
        quality(own).forEach((set, tasks) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            tasks.forEach((task, scores) -> figures.put(task, toMap(scores)));
            sets.put(set, figures);
        });
        if (!sets.isEmpty()) {
            map.put("evaluations", sets);
        }
        map.put("runs", own.stream().map(Measurement::perSecond).toList());
        return map;
    }

    private static Map<String, Object> toMap(Scores scores) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rows", scores.rows());
        map.put("accuracy", scores.accuracy());
        map.put("macro_f1", scores.macroF1());
        return map;
    }

    private static Spread speed(List<Measurement> own) {
        return Spread.of(own, Measurement::perSecond);
    }

    private OptionalDouble timesThe(String other, List<Measurement> own) {
        return runs.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(other))
                .mapToDouble(
                        entry -> speed(own).median() / speed(entry.getValue()).median())
                .findFirst();
    }

    private static double peak(List<Measurement> own) {
        return Spread.of(own, Measurement::peakBytes).max();
    }

    private static Optional<Spread> ready(List<Measurement> own) {
        return own.stream().allMatch(run -> run.secondsToReady().isPresent())
                ? Optional.of(Spread.of(own, run -> run.secondsToReady().orElseThrow()))
                : Optional.empty();
    }

    /** What the last run decided, beside the last one of the first contender. */
    private OptionalDouble alike(List<Measurement> own) {
        return DecisionQuality.shareAlike(
                last(own).decided(), last(runs.values().iterator().next()).decided());
    }

    private Map<String, Map<String, Scores>> quality(List<Measurement> own) {
        return DecisionQuality.scores(workload.measured(), last(own).decided());
    }

    private static Measurement last(List<Measurement> own) {
        return own.get(own.size() - 1);
    }

    private static String figure(OptionalDouble value) {
        return value.isPresent() ? Table.figure(value.getAsDouble()) : NOTHING;
    }
}
