package io.grasp.trainer.cli;

import io.grasp.model.Task;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Rows in aligned columns. */
public final class Table {
    private static final String NOTHING = "-";

    private final List<List<String>> rows = new ArrayList<>();

    /** Begins with the columns' names. */
    public Table(String... header) {
        rows.add(List.of(header));
    }

    /** One row a task and evaluation set. */
    static Table of(Map<String, Evaluation> evaluations) {
        Table table = ofScores();
        evaluations.forEach((set, evaluation) ->
                evaluation.tasks().forEach(task -> table.scores(set, task.task(), NOTHING, task.overall())));
        return table.dropEmptyColumns();
    }

    /** One row a task and evaluation set, followed by one for each of its learning topics. */
    static Table perLearningTopic(Map<String, Evaluation> evaluations) {
        Table table = ofScores();
        evaluations.forEach((set, evaluation) -> {
            for (TaskEvaluation task : evaluation.tasks()) {
                table.scores(set, task.task(), "all", task.overall());
                task.byLearningTopic().forEach((topic, scores) -> table.scores(set, task.task(), topic, scores));
            }
        });
        return table.dropEmptyColumns();
    }

    private static Table ofScores() {
        return new Table(
                "set",
                "task",
                "learning topic",
                "rows",
                "accuracy",
                "macro-F1",
                "weighted-F1",
                "kappa",
                "MAP@3",
                "ECE",
                "abstained",
                "accuracy of rest");
    }

    /** What says nothing new is left out: a ranking that can't miss, and the rest where nothing abstained. */
    private void scores(String set, Task task, String learningTopic, Scores scores) {
        boolean isRanked = task.labels().size() > 3;
        boolean hasAbstained = scores.abstained() > 0;
        row(
                set,
                task.name(),
                learningTopic,
                String.valueOf(scores.rows()),
                figure(scores.accuracy()),
                figure(scores.macroF1()),
                figure(scores.weighted().f1()),
                figure(scores.quadraticWeightedKappa()),
                isRanked ? figure(scores.probabilities().meanAveragePrecisionAt3()) : NOTHING,
                figure(scores.probabilities().expectedCalibrationError()),
                figure(scores.abstained()),
                hasAbstained ? figure(scores.accuracyWhenDecided()) : NOTHING);
    }

    private Table dropEmptyColumns() {
        List<Integer> columns = IntStream.range(0, rows.get(0).size())
                .filter(column ->
                        rows.stream().skip(1).anyMatch(row -> !row.get(column).equals(NOTHING)))
                .boxed()
                .toList();
        rows.replaceAll(row -> columns.stream().map(row::get).toList());
        return this;
    }

    /** A line for each label that people gave and the model does not know. */
    static String notesOn(Map<String, Evaluation> evaluations) {
        StringBuilder notes = new StringBuilder();
        evaluations.forEach((set, evaluation) -> evaluation
                .tasks()
                .forEach(task -> task.overall()
                        .unknownLabels()
                        .forEach((label, count) -> notes.append(
                                "Note: %d rows of %s have the %s label '%s', which the model does not know; they count as wrong%n"
                                        .formatted(count, set, task.task().name(), label)))));
        return notes.toString();
    }

    /** Adds a row with a cell for each column. */
    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Words a figure with three decimals. */
    public static String figure(double value) {
        // what rounds to zero has no sign
        double shown = Math.rint(value * 1000) / 1000 + 0.0;
        return String.format(Locale.ROOT, "%.3f", shown);
    }

    private static String figure(OptionalDouble value) {
        return value.isPresent() ? figure(value.getAsDouble()) : NOTHING;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(column);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
