package io.grasp.trainer.dataset;

import io.grasp.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows parted into those that train, those that tune and those that judge. Immutable.
 *
 * @param evaluation rows to judge by, by the name of their set
 * @param skippedBlank how many rows were left out because the student wrote nothing
 * @param conflicts where rows of any side say the same and are labelled differently
 * @param labelOffsets by partition of the label log, the offset of the first label that is not among the rows; empty if
 *     they came from a file
 */
public record Dataset(
        List<LabeledRow> training,
        List<LabeledRow> validation,
        Map<String, List<LabeledRow>> evaluation,
        List<Task> tasks,
        int skippedBlank,
        Conflicts conflicts,
        Map<Integer, Long> labelOffsets) {
    /** The evaluation set of rows that name none. */
    public static final String TEST = "test";

    public Dataset {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        Map<String, List<LabeledRow>> copy = new LinkedHashMap<>();
        evaluation.forEach((name, rows) -> copy.put(name, List.copyOf(rows)));
        evaluation = Collections.unmodifiableMap(copy);
        tasks = List.copyOf(tasks);
        labelOffsets = Map.copyOf(labelOffsets);
    }

    /**
     * Parts rows by their split where they name one, else by {@link HashSplit}. Tuning rows are taken out of the
     * training ones by hash in either case. Labels come from training rows only, so that nothing of the rest leaks.
     */
    public static Dataset of(List<LabeledRow> rows, List<TaskDefinition> definitions) {
        List<LabeledRow> training = new ArrayList<>();
        List<LabeledRow> validation = new ArrayList<>();
        Map<String, List<LabeledRow>> evaluation = new TreeMap<>();
        List<LabeledRow> written =
                rows.stream().filter(row -> !row.text().isBlank()).toList();
        for (LabeledRow row : written) {
            String split = splitOf(row);
            if (!split.equals(LabeledRow.TRAIN)) {
                evaluation.computeIfAbsent(split, name -> new ArrayList<>()).add(row);
            } else if (HashSplit.isValidation(row.learningTopic(), row.text())) {
                validation.add(row);
            } else {
                training.add(row);
            }
        }
        return new Dataset(
                training,
                validation,
                evaluation,
                Tasks.from(definitions, training),
                rows.size() - written.size(),
                Conflicts.of(written),
                Map.of());
    }

    /** Where a row belongs: {@link LabeledRow#TRAIN} or the name of an evaluation set. A blank split is none. */
    public static String splitOf(LabeledRow row) {
        String split = row.split();
        if (split != null && !split.isBlank()) {
            return split.strip();
        }
        return HashSplit.isTest(row.learningTopic(), row.text()) ? TEST : LabeledRow.TRAIN;
    }

    /** Whether a model learns from this row, rather than being tuned or judged by it, or leaving it out as blank. */
    public static boolean trains(LabeledRow row) {
        return !row.text().isBlank()
                && splitOf(row).equals(LabeledRow.TRAIN)
                && !HashSplit.isValidation(row.learningTopic(), row.text());
    }

    /** These rows, as the label log up to those offsets gave them. */
    public Dataset readUpTo(Map<Integer, Long> offsets) {
        return new Dataset(training, validation, evaluation, tasks, skippedBlank, conflicts, offsets);
    }

    /** These rows, but only those training rows; tasks and labels stay the same. */
    public Dataset learningFrom(List<LabeledRow> fewer) {
        return new Dataset(fewer, validation, evaluation, tasks, skippedBlank, conflicts, labelOffsets);
    }

    /**
     * These rows, with nothing left to tune by: validation rows train too, with those of their labels that tasks know.
     */
    public Dataset learningFromValidation() {
        List<LabeledRow> all = new ArrayList<>(training);
        validation.forEach(row -> all.add(row.knownTo(tasks)));
        return new Dataset(all, List.of(), evaluation, tasks, skippedBlank, conflicts, labelOffsets);
    }

    /** All rows that judge, whatever their set. */
    public List<LabeledRow> heldOut() {
        return evaluation.values().stream().flatMap(List::stream).toList();
    }

    /**
     * By task, the labels that held-out rows have and no training row has: the model can't know them, and is judged by
     * them all the same. Sorted; without tasks that have none.
     */
    public SortedMap<String, SortedSet<String>> labelsOnlyInEvaluation() {
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        for (LabeledRow row : heldOut()) {
            row.labels()
                    .forEach((task, held) -> labels.computeIfAbsent(task, name -> new TreeSet<>())
                            .addAll(held));
        }
        for (LabeledRow row : training) {
            row.labels()
                    .forEach((task, held) ->
                            labels.getOrDefault(task, new TreeSet<>()).removeAll(held));
        }
        labels.values().removeIf(Set::isEmpty);
        return labels;
    }
}
