package io.grasp.trainer.cli;

import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Rows in aligned columns. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... header) {
        rows.add(List.of(header));
    }

    /** One row a task and evaluation set. */
    static Table of(Map<String, Evaluation> evaluations) {
        Table table = new Table("set", "task", "rows", "accuracy", "macro-F1", "kappa", "abstained");
        evaluations.forEach((set, evaluation) -> {
            for (TaskEvaluation task : evaluation.tasks()) {
                Scores scores = task.overall();
                table.row(
                        set,
                        task.task().name(),
                        String.valueOf(scores.rows()),
                        figure(scores.accuracy()),
                        figure(scores.macroF1()),
                        kappa(scores.quadraticWeightedKappa()),
                        figure(scores.abstained()));
            }
        });
        return table;
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String kappa(OptionalDouble kappa) {
        return kappa.isPresent() ? figure(kappa.getAsDouble()) : "-";
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
