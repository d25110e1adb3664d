package io.grasp.trainer.report;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.evaluate.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which labels are taken for which.
 *
 * @param truth labels that people gave, in the task's order, then those that it does not know
 * @param decided labels that the model may decide, in the task's order
 * @param rows true label → decided label → rows
 */
record Confusion(List<String> truth, List<String> decided, Map<String, Map<String, Long>> rows) {
    private static final int MOST_LABELS = 12;

    Confusion {
        truth = List.copyOf(truth);
        decided = List.copyOf(decided);
    }

    /** Those of a task that is not multi-label. A scale is kept whole; other labels that play no part are left out. */
    static Confusion of(Task task, Scores scores) {
        Map<String, Map<String, Long>> rows = scores.confusion();
        List<String> labels = task.labels().stream()
                .filter(label -> task.kind() == TaskKind.ORDINAL
                        || rows.containsKey(label)
                        || rows.values().stream().anyMatch(decisions -> decisions.containsKey(label)))
                .toList();
        List<String> truth = new ArrayList<>(labels);
        truth.addAll(scores.unknownLabels().keySet());
        return new Confusion(truth, labels, rows);
    }

    long at(String of, String takenFor) {
        return rows.getOrDefault(of, Map.of()).getOrDefault(takenFor, 0L);
    }

    /** The most rows of a cell. */
    long most() {
        return rows.values().stream()
                .flatMap(decisions -> decisions.values().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /** Whether a picture or table of all of it can be taken in. */
    boolean isLegible() {
        return Math.max(truth.size(), decided.size()) <= MOST_LABELS;
    }

    /** Column, row from the bottom, and rows, as a heat map wants them; without the empty ones. */
    List<Number[]> cells() {
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < truth.size(); row++) {
            for (int column = 0; column < decided.size(); column++) {
                long count = at(truth.get(row), decided.get(column));
                if (count > 0) {
                    cells.add(new Number[] {column, truth.size() - 1 - row, count});
                }
            }
        }
        return cells;
    }

    /** What was taken for something else, the commonest first. */
    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        for (String of : truth) {
            for (String takenFor : decided) {
                if (!of.equals(takenFor) && at(of, takenFor) > 0) {
                    mistakes.add(new Mistake(of, takenFor, at(of, takenFor)));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong(Mistake::rows).reversed());
        return mistakes;
    }

    record Mistake(String truth, String takenFor, long rows) {}
}
