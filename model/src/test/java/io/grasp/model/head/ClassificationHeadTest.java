package io.grasp.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.LabelScore;
import io.grasp.model.ModelInput;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.lexical.LexicalHead;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationHeadTest {
    private static final Task LEVEL =
            new Task("comprehension", TaskKind.ORDINAL, List.of("novice", "intermediate", "advanced"));
    private static final Task MISCONCEPTION =
            new Task("misconception", TaskKind.MULTI_LABEL, List.of("first", "second"));

    @Test
    void theLikeliestLevelIsDecided() {
        TaskPrediction prediction = head(LEVEL, Calibration.none(LEVEL)).decide(new double[] {0, Math.log(2), 0});

        assertThat(prediction.decided()).containsExactly("intermediate");
        assertThat(probabilities(prediction)).containsExactly(new double[] {0.25, 0.5, 0.25}, within(1e-12));
        assertThat(prediction.confidence()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void logitsAreWeightTimesVectorPlusBias() {
        ClassificationHead head = new ClassificationHead(
                MISCONCEPTION,
                new float[][] {{1, 2, 3}, {-1, 0, 1}},
                new float[] {10, 20},
                Calibration.none(MISCONCEPTION));

        assertThat(head.logits(new float[] {1, 10, 100})).containsExactly(331, 119);
    }

    @Test
    void aDenseLayerComesBeforeTheLinearOne() {
        ClassificationHead linear = new ClassificationHead(
                MISCONCEPTION, new float[][] {{1, 2}, {-1, 4}}, new float[] {10, 20}, Calibration.none(MISCONCEPTION));
        float[][] weight = {{0, 2}, {1, 0}};
        float[] bias = {0, -5};

        ClassificationHead relu = linear.withDense(new DenseLayer(weight, bias, Activation.RELU));
        ClassificationHead tanh = linear.withDense(new DenseLayer(weight, bias, Activation.TANH));

        assertThat(relu.logits(new float[] {3, 4})).containsExactly(18, 12);
        double first = Math.tanh(8);
        double second = Math.tanh(-2);
        assertThat(tanh.logits(new float[] {3, 4}))
                .containsExactly(new double[] {first + 2 * second + 10, -first + 4 * second + 20}, within(1e-12));
        assertThat(relu.withCalibration(new Calibration(2, List.of(0.1, 0.2), 0))
                        .logits(new float[] {3, 4}))
                .containsExactly(18, 12);
    }

    @Test
    void aDenseLayerFitsItsHead() {
        ClassificationHead head = head(LEVEL, Calibration.none(LEVEL));

        assertThatThrownBy(() -> new DenseLayer(new float[2][3], new float[2], Activation.TANH))
                .hasMessageContaining("as many weights a row and biases as it has rows");
        assertThatThrownBy(() -> new DenseLayer(new float[][] {{Float.NaN}}, new float[1], Activation.TANH))
                .hasMessageContaining("diverge");
        assertThatThrownBy(() -> head.withDense(new DenseLayer(new float[3][3], new float[3], Activation.TANH)))
                .hasMessageContaining("vectors of 2 values but its dense layer has 3");
    }

    @Test
    void aHeadWithoutALexicalPartAnswersTheSameWhateverTheWording() {
        ClassificationHead head = head(LEVEL, Calibration.none(LEVEL));
        float[] pooled = {0.1f, 0.2f};

        assertThat(head.predict(pooled, LexicalFeatures.of(ModelInput.ofText("idk"))))
                .isEqualTo(head.predict(pooled));
    }

    @Test
    void aHeadThatReadsWordsDoesNotAnswerWithoutThem() {
        LexicalHead lexical = new LexicalHead(new int[] {7}, new float[3][1], new float[] {0, 0, 9}, 1, 1);
        ClassificationHead head = head(LEVEL, Calibration.none(LEVEL)).withLexical(lexical);

        assertThatThrownBy(() -> head.predict(new float[] {1, 1})).hasMessageContaining("reads words too");
        assertThat(head.withCalibration(new Calibration(2, List.of(), 0))
                        .predict(new float[] {1, 1}, LexicalFeatures.NONE)
                        .decided())
                .containsExactly("advanced");
        assertThatThrownBy(() ->
                        head(MISCONCEPTION, Calibration.none(MISCONCEPTION)).withLexical(lexical))
                .hasMessageContaining("has 2 labels but its lexical part has 3");
    }

    @Test
    void eachMisconceptionHasItsOwnThreshold() {
        Calibration calibration = new Calibration(1, List.of(0.9, 0.1), 0);

        TaskPrediction prediction = head(MISCONCEPTION, calibration).decide(new double[] {0, 0});

        assertThat(prediction.decided()).containsExactly("second");
        assertThat(prediction.confidence()).isEqualTo(0.5);
    }

    @Test
    void noMisconceptionCanBeACertainAnswer() {
        TaskPrediction prediction =
                head(MISCONCEPTION, Calibration.none(MISCONCEPTION)).decide(new double[] {-30, -40});

        assertThat(prediction.decided()).isEmpty();
        assertThat(prediction.abstained()).isFalse();
        assertThat(prediction.confidence()).isCloseTo(1, within(1e-9));
    }

    @Test
    void theTemperatureSoftensWithoutChangingTheDecision() {
        double[] logits = {4, 0, 0};
        TaskPrediction sharp = head(LEVEL, Calibration.none(LEVEL)).decide(logits);
        TaskPrediction soft = head(LEVEL, new Calibration(4, List.of(), 0)).decide(logits);

        assertThat(soft.decided()).isEqualTo(sharp.decided());
        assertThat(soft.confidence()).isLessThan(sharp.confidence());
    }

    @Test
    void whatIsTooUnsureIsNotDecided() {
        Calibration calibration = new Calibration(1, List.of(), 0.6);

        TaskPrediction unsure = head(LEVEL, calibration).decide(new double[] {0, Math.log(2), 0});
        TaskPrediction sure = head(LEVEL, calibration).decide(new double[] {0, Math.log(8), 0});

        assertThat(unsure.abstained()).isTrue();
        assertThat(unsure.decided()).isEmpty();
        assertThat(unsure.scores()).hasSize(3);
        assertThat(sure.abstained()).isFalse();
    }

    @Test
    void belowOneEverythingIsTooUnsure() {
        TaskPrediction certain = head(LEVEL, new Calibration(1, List.of(), 1)).decide(new double[] {1e6, 0, 0});

        assertThat(certain.confidence()).isEqualTo(1);
        assertThat(certain.abstained()).isTrue();
    }

    @Test
    void hugeLogitsOverflowNothing() {
        assertThat(probabilities(head(LEVEL, Calibration.none(LEVEL)).decide(new double[] {1e6, -1e6, 0})))
                .containsExactly(1, 0, 0);
        assertThat(probabilities(
                        head(MISCONCEPTION, Calibration.none(MISCONCEPTION)).decide(new double[] {1e6, -1e6})))
                .containsExactly(1, 0);
    }

    @Test
    void aBrokenVectorIsNotDecided() {
        assertThatThrownBy(() -> head(LEVEL, Calibration.none(LEVEL)).predict(new float[] {Float.NaN, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comprehension");
        assertThatThrownBy(() -> head(LEVEL, Calibration.none(LEVEL)).predict(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vectors of 2 values but got 3");
    }

    @Test
    void aHeadHasTheRowsOfItsTask() {
        assertThatThrownBy(() -> new ClassificationHead(LEVEL, new float[2][4], new float[3], Calibration.none(LEVEL)))
                .hasMessageContaining("needs 3 rows");
        assertThatThrownBy(() -> new ClassificationHead(
                        LEVEL, new float[][] {{1}, {1, 2}, {1}}, new float[3], Calibration.none(LEVEL)))
                .hasMessageContaining("rows of one length");
        assertThatThrownBy(() -> new ClassificationHead(
                        LEVEL, new float[][] {{1}, {Float.NaN}, {1}}, new float[3], Calibration.none(LEVEL)))
                .hasMessageContaining("diverge");
        assertThatThrownBy(() -> head(LEVEL, Calibration.none(MISCONCEPTION)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thresholds");
    }

    @Test
    void aCalibrationIsWithinItsBounds() {
        assertThatThrownBy(() -> new Calibration(0, List.of(), 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new Calibration(Double.NaN, List.of(), 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new Calibration(1, List.of(1.5), 0)).hasMessageContaining("threshold");
        assertThatThrownBy(() -> new Calibration(1, List.of(), -1)).hasMessageContaining("abstainBelow");
    }

    private static ClassificationHead head(Task task, Calibration calibration) {
        int labels = task.labels().size();
        return new ClassificationHead(task, new float[labels][2], new float[labels], calibration);
    }

    private static double[] probabilities(TaskPrediction prediction) {
        return prediction.scores().stream().mapToDouble(LabelScore::probability).toArray();
    }
}
