package io.grasp.trainer.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.LabelScore;
import io.grasp.model.ModelInput;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadRowsTest {
    private static final Task TASK = new Task("signs", TaskKind.MULTI_LABEL, List.of("old", "new"));
    private static final LexicalFeatures WORDING = LexicalFeatures.of(ModelInput.answering(null, null, "it flows"));
    private static final float[] VECTOR = {1, 2};

    private static ClassificationHead head() {
        return new ClassificationHead(
                TASK,
                new float[][] {{0.5f, 0.25f}, {9, 9}},
                new float[] {-0.5f, 9},
                new Calibration(2, List.of(0.4, 0.9), 0));
    }

    private static LexicalHead words(float encoderWeight, float lexicalWeight) {
        return new LexicalHead(
                new int[] {WORDING.bucket(0)},
                new float[][] {{1.5f}, {9}},
                new float[] {0.25f, 9},
                encoderWeight,
                lexicalWeight);
    }

    private static HeadRows.Row row() {
        return new HeadRows.Row(new float[] {0.1f, 0.2f}, new float[] {0.3f, 0.4f}, 0.7, 0.15);
    }

    private static int[] buckets() {
        return new int[] {WORDING.bucket(0), WORDING.bucket(1)};
    }

    private static ClassificationHead replaced(ClassificationHead head) {
        return HeadRows.replaced(head, buckets(), Map.of("new", row()));
    }

    private static double expected() {
        double logit = 0.1 * 1 + 0.2 * 2 + 0.3 * WORDING.value(0) + 0.4 * WORDING.value(1) + 0.7;
        return 1 / (1 + Math.exp(-logit));
    }

    private static double probability(ClassificationHead head, String label) {
        return head.predict(VECTOR, WORDING).scores().stream()
                .filter(score -> score.label().equals(label))
                .mapToDouble(LabelScore::probability)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReplacedRowGivesItsOwnLogitWhateverTheTemperatureAndTheMix() {
        for (ClassificationHead head : List.of(
                head(),
                head().withLexical(words(0.5f, 2)),
                head().withLexical(words(0, 2)),
                head().withLexical(words(0.5f, 0)))) {
            assertThat(probability(replaced(head), "new")).isCloseTo(expected(), within(1e-6));
        }
    }

    @Test
    void otherLabelsAreDecidedAsBefore() {
        for (ClassificationHead head : List.of(
                head(),
                head().withLexical(words(0.5f, 2)),
                head().withLexical(words(0, 2)),
                head().withLexical(words(0.5f, 0)))) {
            assertThat(probability(replaced(head), "old")).isCloseTo(probability(head, "old"), within(1e-6));
        }
    }

    @Test
    void aReplacedRowBringsItsThreshold() {
        assertThat(replaced(head()).calibration().thresholds()).containsExactly(0.4, 0.15);
    }
}
