package io.grasp.trainer.report;

import static io.grasp.trainer.report.Block.Column.number;

import io.grasp.trainer.finetune.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What was logged while an encoder trained, read as curves. Immutable. */
final class History {
    /** A longer table is thinned out. */
    static final int MOST_ROWS = 20;

    private static final String LOSS = "loss";
    private static final String EVALUATION = "eval_";
    private static final String EVALUATION_LOSS = "eval_loss";
    private static final String SAMPLES_PER_SECOND = "train_samples_per_second";
    private static final String MACRO_F1 = "macro_f1";

    private final String best;
    private final List<LogEntry> entries;
    private final List<Curve> curves;

    /**
     * A history.
     *
     * @param best the metric that told which model was the best, without its prefix
     */
    History(List<LogEntry> entries, String best) {
        this.best = EVALUATION + best;
        this.entries = List.copyOf(entries);
        this.curves = Curve.allOf(entries);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The loss of training batches, and of the validation rows if it was evaluated. */
    List<Curve> losses() {
        return curves.stream()
                .filter(curve -> curve.name().equals(LOSS) || curve.name().equals(EVALUATION_LOSS))
                .toList();
    }

    /** Those of the encoder and of the heads; one if they are the same. */
    List<Curve> learningRates() {
        List<Curve> rates = curves.stream()
                .filter(curve -> curve.name().endsWith("learning_rate"))
                .toList();
        boolean differ = rates.stream().map(Curve::values).distinct().count() > 1;
        return differ || rates.isEmpty() ? rates : rates.subList(0, 1);
    }

    /** Macro-F1 of the validation rows, the mean of the tasks and each task's, and the metric for the best model. */
    List<Curve> metrics() {
        return curves.stream()
                .filter(curve ->
                        curve.name().startsWith(EVALUATION) && !curve.name().equals(EVALUATION_LOSS))
                .filter(curve -> curve.name().endsWith(MACRO_F1) || curve.name().equals(best))
                .toList();
    }

    /** A curve's name for people. */
    static String title(String name) {
        if (name.equals(EVALUATION_LOSS)) {
            return "loss of tuning rows";
        }
        if (name.equals(EVALUATION + MACRO_F1)) {
            return "macro-F1, all tasks";
        }
        String metric = name.startsWith(EVALUATION) ? name.substring(EVALUATION.length()) : name.replace('_', ' ');
        return metric.endsWith("_" + MACRO_F1)
                ? "macro-F1, " + metric.substring(0, metric.length() - MACRO_F1.length() - 1)
                : metric;
    }

    /** How far and how fast it went, as it was logged at the end. */
    Optional<String> speed() {
        return entries.stream()
                .filter(entry -> entry.values().containsKey(SAMPLES_PER_SECOND))
                .reduce((first, last) -> last)
                .map(end -> "The encoder learnt in %d update steps, %s epochs: %s rows and %s steps a second."
                        .formatted(
                                end.step(),
                                String.format(Locale.ROOT, "%.2f", end.epoch()),
                                Numbers.rate(end.values().getOrDefault(SAMPLES_PER_SECOND, 0.0)),
                                Numbers.rate(end.values().getOrDefault("train_steps_per_second", 0.0))));
    }

    /** A row an evaluation; if there was none, a row a logged loss; empty if nothing was logged. */
    Optional<Block.Table> table() {
        List<Curve> shown = new ArrayList<>(losses());
        shown.addAll(learningRates());
        shown.addAll(metrics());
        NavigableMap<Integer, LogEntry> rows = new TreeMap<>();
        List<Curve> leading = metrics().isEmpty() ? losses() : metrics();
        for (LogEntry entry : entries) {
            if (leading.stream().anyMatch(curve -> entry.values().containsKey(curve.name()))) {
                rows.put(entry.step(), entry);
            }
        }
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Block.Column> columns = new ArrayList<>(List.of(number("step"), number("epoch")));
        shown.forEach(curve -> columns.add(number(title(curve.name()))));
        return Optional.of(new Block.Table(
                columns,
                thinned(new ArrayList<>(rows.values())).stream()
                        .map(entry -> row(entry, shown))
                        .toList()));
    }

    private static List<String> row(LogEntry at, List<Curve> shown) {
        List<String> row = new ArrayList<>();
        row.add(String.valueOf(at.step()));
        row.add(String.format(Locale.ROOT, "%.2f", at.epoch()));
        shown.forEach(
                curve -> row.add(curve.lastUpTo(at.step()).map(Numbers::small).orElse("")));
        return row;
    }

    /** At most so many, evenly; the last one always. */
    private static List<LogEntry> thinned(List<LogEntry> rows) {
        if (rows.size() <= MOST_ROWS) {
            return rows;
        }
        List<LogEntry> kept = new ArrayList<>();
        for (int i = 1; i <= MOST_ROWS; i++) {
            kept.add(rows.get((int) ((long) i * rows.size() / MOST_ROWS) - 1));
        }
        return kept;
    }
}
