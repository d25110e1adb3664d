package io.grasp.trainer.finetune;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Judges every row by a model that the others taught: where rows are too few to set some apart. Rows of one wording are
 * judged by the same model, and each model learns nearly the same share of each combination of labels. Draws no random
 * numbers.
 */
final class CrossFit {
    private final int folds;
    private final int[] foldOf;

    /**
     * A parting of rows.
     *
     * @param labels those of a row that should be spread evenly
     */
    CrossFit(List<LabeledRow> rows, int folds, Function<LabeledRow, List<String>> labels) {
        this.folds = folds;
        this.foldOf = new int[rows.size()];
        Map<String, Integer> ofText = new HashMap<>();
        Map<List<String>, Integer> next = new TreeMap<>(Comparator.comparing(List::toString));
        IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.<Integer, String>comparing(
                                row -> rows.get(row).id())
                        .thenComparing(row -> rows.get(row).text()))
                .forEach(row -> foldOf[row] = ofText.computeIfAbsent(
                        rows.get(row).text().strip(),
                        text -> next.merge(labels.apply(rows.get(row)), 1, Integer::sum) % folds));
    }

    /** Learns from some rows and says what it makes of others. */
    interface Model {
        /**
         * One answer to each of {@code judged}.
         *
         * @param taught places of rows, as {@code judged} are
         */
        double[][] answers(List<Integer> taught, List<Integer> judged);
    }

    /** The answer to each row, [row][]. */
    double[][] answers(Model model) {
        double[][] answers = new double[foldOf.length][];
        for (int fold = 0; fold < folds; fold++) {
            List<Integer> taught = new ArrayList<>();
            List<Integer> judged = new ArrayList<>();
            for (int row = 0; row < foldOf.length; row++) {
                (foldOf[row] == fold ? judged : taught).add(row);
            }
            if (judged.isEmpty()) {
                continue;
            }
            double[][] theirs = model.answers(taught, judged);
            for (int i = 0; i < theirs.length; i++) {
                answers[judged.get(i)] = theirs[i];
            }
        }
        return answers;
    }
}
