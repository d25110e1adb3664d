package io.grasp.trainer.dataset;

import io.grasp.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows parted into those that train, those that tune and those that judge. Immutable.
 *
 * @param evaluation rows to judge by, by the name of their set
 * @param skippedBlank how many rows were left out because the student wrote nothing
 */
public record Dataset(
        List<LabeledRow> training,
        List<LabeledRow> validation,
        Map<String, List<LabeledRow>> evaluation,
        List<Task> tasks,
        int skippedBlank) {
    /** The evaluation set of rows that name none. */
    public static final String TEST = "test";

    public Dataset {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        Map<String, List<LabeledRow>> copy = new LinkedHashMap<>();
        evaluation.forEach((name, rows) -> copy.put(name, List.copyOf(rows)));
        evaluation = Collections.unmodifiableMap(copy);
        tasks = List.copyOf(tasks);
    }

    /**
     * Parts rows by their split where they name one, else by {@link HashSplit}. Tuning rows are taken out of the
     * training ones by hash in either case. Labels come from training rows only, so that nothing of the rest leaks.
     */
    public static Dataset of(List<LabeledRow> rows, List<TaskDefinition> definitions) {
        List<LabeledRow> training = new ArrayList<>();
        List<LabeledRow> validation = new ArrayList<>();
        Map<String, List<LabeledRow>> evaluation = new TreeMap<>();
        int blank = 0;
        for (LabeledRow row : rows) {
            if (row.text().isBlank()) {
                blank++;
                continue;
            }
            String split = splitOf(row);
            if (!split.equals(LabeledRow.TRAIN)) {
                evaluation.computeIfAbsent(split, name -> new ArrayList<>()).add(row);
            } else if (HashSplit.isValidation(row.learningTopic(), row.text())) {
                validation.add(row);
            } else {
                training.add(row);
            }
        }
        return new Dataset(training, validation, evaluation, Tasks.from(definitions, training), blank);
    }

    /** Where a row belongs: {@link LabeledRow#TRAIN} or the name of an evaluation set. */
    public static String splitOf(LabeledRow row) {
        String split = row.split();
        if (split != null && !split.isBlank()) {
            return split;
        }
        return HashSplit.isTest(row.learningTopic(), row.text()) ? TEST : LabeledRow.TRAIN;
    }

    /** All rows that judge, whatever their set. */
    public List<LabeledRow> heldOut() {
        return evaluation.values().stream().flatMap(List::stream).toList();
    }
}
