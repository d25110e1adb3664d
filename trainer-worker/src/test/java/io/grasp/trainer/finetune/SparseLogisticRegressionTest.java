package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import io.grasp.trainer.arguments.ClassWeights;
import io.grasp.trainer.arguments.PositiveWeights;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparseLogisticRegressionTest {
    private static final Task IDEA = new Task("idea", TaskKind.SINGLE_LABEL, List.of("battery", "correct", "used-up"));
    private static final List<LabeledRow> ROWS = List.of(
            row("the current is used up by the bulb", "used-up"),
            row("the bulb uses the current up", "used-up"),
            row("current is used by each bulb in turn", "used-up"),
            row("the current is the same all around", "correct"),
            row("it is the same current before and after the bulb", "correct"),
            row("the same current flows back", "correct"),
            row("the battery gives the same current always", "battery"),
            row("the battery always gives that current", "battery"),
            row("a battery gives one current", "battery"));
    /** From scikit-learn 1.9.1: LogisticRegression(C=3).predict_proba over the buckets of at least two rows. */
    private static final double[][] EXPECTED = {
        {0.1038, 0.1882, 0.708},
        {0.1814, 0.2586, 0.56},
        {0.1667, 0.2307, 0.6026},
        {0.1733, 0.6001, 0.2266},
        {0.1713, 0.5596, 0.2691},
        {0.2432, 0.5753, 0.1815},
        {0.6218, 0.267, 0.1112},
        {0.6809, 0.1591, 0.16},
        {0.6577, 0.1614, 0.1809}
    };

    private final SparseRows sparse = new SparseRows(
            ROWS.stream().map(SparseLogisticRegressionTest::features).toList(), Integer.MAX_VALUE);
    private final SparseLogisticRegression regression =
            new SparseLogisticRegression(sparse, new Targets(IDEA, ROWS, ClassWeights.NONE, PositiveWeights.NONE));

    private static LabeledRow row(String text, String label) {
        return aRow().about("circuits").saying(text).labeled("idea", label).build();
    }

    private static LexicalFeatures features(LabeledRow row) {
        return LexicalFeatures.of(row.input());
    }

    private LexicalHead fit(double penalty) {
        LinearWeights weights = regression.fit(penalty);
        return new LexicalHead(sparse.buckets(), weights.weight(), weights.bias(), 0, 1);
    }

    @Test
    void probabilitiesAreThoseOfScikitLearn() {
        ClassificationHead head = new ClassificationHead(IDEA, new float[3][1], new float[3], Calibration.none(IDEA))
                .withLexical(fit(1.0 / (3 * ROWS.size())));

        for (int i = 0; i < EXPECTED.length; i++) {
            double[] probabilities = head.predict(new float[1], features(ROWS.get(i))).scores().stream()
                    .mapToDouble(LabelScore::probability)
                    .toArray();
            assertThat(probabilities).containsExactly(EXPECTED[i], within(0.01));
        }
    }

    @Test
    void aStrongerPenaltyKeepsWeightsSmaller() {
        double strong = squares(fit(1));
        double weak = squares(fit(0.001));

        assertThat(strong).isLessThan(0.1 * weak);
    }

    private static double squares(LexicalHead head) {
        double sum = 0;
        for (float[] row : head.weight()) {
            for (float weight : row) {
                sum += weight * weight;
            }
        }
        return sum;
    }

    @Test
    void theRarestBucketsAreDroppedFirst() {
        SparseRows few = new SparseRows(
                ROWS.stream().map(SparseLogisticRegressionTest::features).toList(), 5);

        assertThat(few.width()).isEqualTo(5);
        assertThat(few.buckets()).isSorted();
        assertThat(Arrays.stream(sparse.buckets()).boxed())
                .containsAll(Arrays.stream(few.buckets()).boxed().toList());
        // "current" is in every row, so its bucket and its cross are kept
        assertThat(Arrays.stream(few.buckets()).boxed()).contains(bucketInAllRows());
    }

    private static int bucketInAllRows() {
        LexicalFeatures first = features(ROWS.get(0));
        for (int i = 0; i < first.size(); i++) {
            int bucket = first.bucket(i);
            if (ROWS.stream().allMatch(row -> has(features(row), bucket))) {
                return bucket;
            }
        }
        throw new AssertionError("No word is in every row");
    }

    private static boolean has(LexicalFeatures features, int bucket) {
        for (int i = 0; i < features.size(); i++) {
            if (features.bucket(i) == bucket) {
                return true;
            }
        }
        return false;
    }
}
