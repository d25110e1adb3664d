package io.grasp.trainer.loop;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.encoder.PyTorchRuntime;
import io.grasp.trainer.arguments.ClassWeights;
import io.grasp.trainer.arguments.PositiveWeights;
import io.grasp.trainer.arguments.Regularization;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskLossTest {
    private static final Task LEVEL = new Task("level", TaskKind.ORDINAL, List.of("low", "mid", "high"));
    private static final Task SIGNS = new Task("signs", TaskKind.MULTI_LABEL, List.of("a", "b"));
    private static final Offset<Double> ROUNDING = within(1e-5);

    private final NDManager memory = PyTorchRuntime.newManager();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void crossEntropyIsTheMeanOverRows() {
        List<LabeledRow> rows = List.of(level("low"), level("high"));
        double loss = loss(LEVEL, rows, ClassWeights.NONE, 0, 2, 0, 0, 0, 0, 1);
        assertThat(loss).isCloseTo((-Math.log(softmax(0, 2, 0, 0)) - Math.log(softmax(2, 0, 0, 1))) / 2, ROUNDING);
    }

    @Test
    void aRowThatIsNotLabelledForTheTaskDoesNotCount() {
        List<LabeledRow> rows = List.of(level("low"), aRow().build());
        double loss = loss(LEVEL, rows, ClassWeights.NONE, 0, 2, 0, 0, 9, -9, 5);
        assertThat(loss).isCloseTo(-Math.log(softmax(0, 2, 0, 0)), ROUNDING);
    }

    @Test
    void aBatchWithoutLabelsHasNoLoss() {
        TaskLoss loss = new TaskLoss(LEVEL, LossWeights.of(LEVEL, List.of(), weighting(ClassWeights.NONE)), 0);
        assertThat(loss.of(memory.zeros(new Shape(1, 3)), List.of(aRow().build())))
                .isEmpty();
    }

    @Test
    void smoothingSpreadsALabelOverAll() {
        double loss = loss(LEVEL, List.of(level("mid")), ClassWeights.NONE, 0.3, 0, 1, 2);
        double expected = -(0.7 + 0.1) * Math.log(softmax(1, 0, 1, 2))
                - 0.1 * Math.log(softmax(0, 0, 1, 2))
                - 0.1 * Math.log(softmax(2, 0, 1, 2));
        assertThat(loss).isCloseTo(expected, ROUNDING);
    }

    @Test
    void aRareLabelCountsMoreIfClassesAreBalanced() {
        List<LabeledRow> rows = List.of(level("low"), level("low"), level("low"), level("high"));
        double loss = loss(LEVEL, rows, ClassWeights.BALANCED, 0, 0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0, 3);
        double low = -Math.log(softmax(0, 0, 0, 3));
        double high = -Math.log(softmax(2, 0, 0, 3));
        assertThat(loss).isCloseTo((low + high) / 2, ROUNDING);
    }

    @Test
    void everyLabelOfAMultiLabelTaskIsAQuestionOfItsOwn() {
        List<LabeledRow> rows = List.of(
                aRow().labeled("signs", "a").build(), aRow().labeled("signs").build());
        double loss = loss(SIGNS, rows, ClassWeights.NONE, 0, 1, -1, 2, 0);
        double expected = -Math.log(sigmoid(1)) - Math.log(1 - sigmoid(-1)) - Math.log(1 - sigmoid(2)) - Math.log(0.5);
        assertThat(loss).isCloseTo(expected / 2, ROUNDING);
    }

    @Test
    void hugeLogitsStayFinite() {
        List<LabeledRow> rows = List.of(aRow().labeled("signs", "a").build());
        assertThat(loss(SIGNS, rows, ClassWeights.NONE, 0, -1000, 1000)).isCloseTo(2000, within(1e-2));
        assertThat(loss(LEVEL, List.of(level("low")), ClassWeights.NONE, 0, -1000, 1000, 0))
                .isCloseTo(2000, within(1e-2));
    }

    private double loss(
            Task task, List<LabeledRow> rows, ClassWeights classWeights, double smoothing, double... logits) {
        float[] flat = new float[logits.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) logits[i];
        }
        TaskLoss loss = new TaskLoss(task, LossWeights.of(task, rows, weighting(classWeights)), smoothing);
        return loss.of(memory.create(flat, new Shape(rows.size(), task.labels().size())), rows)
                .orElseThrow()
                .getFloat();
    }

    private static Regularization weighting(ClassWeights classWeights) {
        return new Regularization(0, 0, classWeights, PositiveWeights.NONE);
    }

    private static LabeledRow level(String level) {
        return aRow().labeled("level", level).build();
    }

    private static double softmax(int label, double... logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.exp(logits[label]) / sum;
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
