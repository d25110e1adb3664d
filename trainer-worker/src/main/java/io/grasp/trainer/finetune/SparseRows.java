package io.grasp.trainer.finetune;

import io.grasp.model.lexical.LexicalFeatures;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The wording of training rows, without buckets that are too rare to teach anything. */
final class SparseRows {
    /** What only one row says cannot be told from chance, and is most of what is said. */
    private static final int LEAST_ROWS = 2;

    private final int[] buckets;
    private final int[][] columns;
    private final float[][] values;

    /**
     * Rows of those features.
     *
     * @param most how many buckets to keep; the rarest are dropped first
     */
    SparseRows(List<LexicalFeatures> features, int most) {
        buckets = frequent(features, most);
        columns = new int[features.size()][];
        values = new float[features.size()][];
        for (int row = 0; row < columns.length; row++) {
            keep(features.get(row), row);
        }
    }

    private static int[] frequent(List<LexicalFeatures> features, int most) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (LexicalFeatures row : features) {
            for (int i = 0; i < row.size(); i++) {
                counts.merge(row.bucket(i), 1, Integer::sum);
            }
        }
        // equal counts in the order of buckets, so that the same rows keep the same buckets
        Comparator<Map.Entry<Integer, Integer>> commonest =
                Map.Entry.<Integer, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= LEAST_ROWS)
                .sorted(commonest)
                .limit(most)
                .mapToInt(Map.Entry::getKey)
                .sorted()
                .toArray();
    }

    private void keep(LexicalFeatures features, int row) {
        int[] kept = new int[features.size()];
        float[] theirs = new float[features.size()];
        int size = 0;
        for (int i = 0; i < features.size(); i++) {
            int column = Arrays.binarySearch(buckets, features.bucket(i));
            if (column >= 0) {
                kept[size] = column;
                theirs[size++] = features.value(i);
            }
        }
        columns[row] = Arrays.copyOf(kept, size);
        values[row] = Arrays.copyOf(theirs, size);
    }

    int rows() {
        return columns.length;
    }

    int width() {
        return buckets.length;
    }

    /** Rising; shared, nobody may write to it. */
    int[] buckets() {
        return buckets;
    }

    /** Places in {@link #buckets}; shared, nobody may write to it. */
    int[] columns(int row) {
        return columns[row];
    }

    /** One a column; shared, nobody may write to it. */
    float[] values(int row) {
        return values[row];
    }
}
