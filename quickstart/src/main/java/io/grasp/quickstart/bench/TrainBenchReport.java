package io.grasp.quickstart.bench;

import io.grasp.quickstart.bench.TrainingFigures.SetFigures;
import io.grasp.quickstart.bench.contender.Contender;
import io.grasp.quickstart.bench.contender.Run;
import io.grasp.quickstart.bench.contender.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a training benchmark found. Immutable.
 *
 * @param runs at least one a contender, in the contenders' order
 * @param yardstick the contender that the others' speed is told in times of
 */
record TrainBenchReport(
        Map<Contender<TrainingFigures>, List<Run<TrainingFigures>>> runs, Contender<TrainingFigures> yardstick) {
    private static final double MB = 1_048_576;

    TrainBenchReport {
        Map<Contender<TrainingFigures>, List<Run<TrainingFigures>>> copy = new LinkedHashMap<>();
        runs.forEach((contender, own) -> copy.put(contender, List.copyOf(own)));
        runs = copy;
    }

    /** A column a contender. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", (contender, own) -> contender.name()));
        rows.add(row(
                "training rows", (contender, own) -> whole(last(own).figures().trainRows())));
        rows.add(row("samples a second", (contender, own) -> speed(own).toString()));
        rows.add(row("… in times of " + yardstick.name(), (contender, own) -> two(times(own))));
        rows.add(row(
                "seconds in the training loop",
                (contender, own) -> trainSeconds(own).toString()));
        rows.add(row(
                "seconds from start to end", (contender, own) -> seconds(own).toString()));
        rows.add(row("peak memory, MB", (contender, own) -> peak(own) == 0 ? "-" : whole(Math.round(peak(own)))));
        for (String set : sets()) {
            rows.add(ofSet(set + ": rows", set, figures -> whole(figures.rows())));
            rows.add(ofSet(set + ": accuracy", set, figures -> three(figures.accuracy())));
            rows.add(ofSet(set + ": macro-F1", set, figures -> three(figures.macroF1())));
            rows.add(ofSet(
                    set + ": weighted F1",
                    set,
                    figures -> figures.weightedF1().isPresent()
                            ? three(figures.weightedF1().getAsDouble())
                            : "-"));
        }
        return aligned(rows);
    }

    /** All of it for a JSON line. */
    Map<String, Object> toMap() {
        List<Map<String, Object>> contenders = new ArrayList<>();
        runs.forEach((contender, own) -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", contender.name());
            map.put("command", contender.told());
            map.put("train_rows", last(own).figures().trainRows());
            map.put("samples_per_second", speed(own).toMap());
            map.put("times_the_yardstick", times(own));
            map.put("train_seconds", trainSeconds(own).toMap());
            map.put("total_seconds", seconds(own).toMap());
            if (peak(own) > 0) {
                map.put("peak_rss_mb", peak(own));
            }
            map.put("eval", evaluations(own));
            map.put("runs", own.stream().map(TrainBenchReport::toMap).toList());
            contenders.add(map);
        });
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rounds", runs.values().iterator().next().size());
        map.put("yardstick", yardstick.name());
        map.put("contenders", contenders);
        return map;
    }

    private static Map<String, Object> toMap(Run<TrainingFigures> run) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("samples_per_second", run.figures().samplesPerSecond());
        map.put("train_seconds", run.figures().trainSeconds());
        map.put("total_seconds", run.seconds());
        map.put("peak_rss_mb", run.peakBytes() / MB);
        return map;
    }

    private Map<String, Object> evaluations(List<Run<TrainingFigures>> own) {
        Map<String, Object> evaluations = new LinkedHashMap<>();
        for (String set : sets()) {
            SetFigures figures = figuresOn(set, own);
            if (figures != null) {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put("rows", figures.rows());
                map.put("accuracy", figures.accuracy());
                map.put("macro_f1", figures.macroF1());
                figures.weightedF1().ifPresent(f1 -> map.put("weighted_f1", f1));
                evaluations.put(set, map);
            }
        }
        return evaluations;
    }

    private static Spread speed(List<Run<TrainingFigures>> own) {
        return Spread.of(own, run -> run.figures().samplesPerSecond());
    }

    private static Spread trainSeconds(List<Run<TrainingFigures>> own) {
        return Spread.of(own, run -> run.figures().trainSeconds());
    }

    private static Spread seconds(List<Run<TrainingFigures>> own) {
        return Spread.of(own, Run::seconds);
    }

    private double times(List<Run<TrainingFigures>> own) {
        return speed(own).median()
                / speed(Objects.requireNonNull(runs.get(yardstick))).median();
    }

    private static double peak(List<Run<TrainingFigures>> own) {
        return Spread.of(own, Run::peakBytes).max() / MB;
    }

    private static Run<TrainingFigures> last(List<Run<TrainingFigures>> own) {
        return own.get(own.size() - 1);
    }

    private Set<String> sets() {
        Set<String> sets = new LinkedHashSet<>();
        runs.values().forEach(own -> sets.addAll(last(own).figures().sets().keySet()));
        return sets;
    }

    /** The medians of what the runs said of a set; null if they said nothing. */
    private static @Nullable SetFigures figuresOn(String set, List<Run<TrainingFigures>> own) {
        List<SetFigures> said = own.stream()
                .flatMap(run -> Optional.ofNullable(run.figures().sets().get(set)).stream())
                .toList();
        if (said.isEmpty()) {
            return null;
        }
        boolean weighted =
                said.stream().allMatch(figures -> figures.weightedF1().isPresent());
        return new SetFigures(
                said.get(0).rows(),
                Spread.of(said, SetFigures::accuracy).median(),
                Spread.of(said, SetFigures::macroF1).median(),
                weighted
                        ? OptionalDouble.of(
                                Spread.of(said, figures -> figures.weightedF1().orElse(0))
                                        .median())
                        : OptionalDouble.empty());
    }

    private List<String> row(
            String title, BiFunction<Contender<TrainingFigures>, List<Run<TrainingFigures>>, String> cell) {
        List<String> row = new ArrayList<>(List.of(title));
        runs.forEach((contender, own) -> row.add(cell.apply(contender, own)));
        return row;
    }

    private List<String> ofSet(String title, String set, Function<SetFigures, String> cell) {
        return row(title, (contender, own) -> {
            SetFigures figures = figuresOn(set, own);
            return figures == null ? "-" : cell.apply(figures);
        });
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String whole(long value) {
        return String.valueOf(value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String three(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
