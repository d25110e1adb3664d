package io.grasp.trainer.finetune;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.arguments.ClassWeights;
import io.grasp.trainer.arguments.LabelWeights;
import io.grasp.trainer.arguments.PositiveWeights;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
    private static final Task CORNER = new Task("corner", TaskKind.SINGLE_LABEL, List.of("east", "north", "west"));
    private static final Task SIGNS = new Task("signs", TaskKind.MULTI_LABEL, List.of("first", "second"));

    private final List<LabeledRow> rows = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();

    LogisticRegressionTest() {
        Random random = new Random(1);
        double[][] corners = {{3, 0}, {0, 3}, {-3, 0}};
        for (int i = 0; i < 300; i++) {
            int corner = i % 3;
            // a second feature on another scale: standardising must undo it
            float x = (float) (corners[corner][0] + random.nextGaussian() * 0.5);
            float y = (float) (corners[corner][1] + random.nextGaussian() * 0.5);
            vectors.add(new float[] {x, 1000 + 100 * y});
            List<String> signs = new ArrayList<>();
            if (x > 0) {
                signs.add("first");
            }
            if (y > 1.5) {
                signs.add("second");
            }
            rows.add(aRow().withId("i" + i)
                    .labeled("corner", CORNER.labels().get(corner))
                    .labeled("signs", signs.toArray(String[]::new))
                    .build());
        }
    }

    private LinearWeights fit(Task task, double penalty, ClassWeights weights) {
        Targets targets = new Targets(task, rows, weights, PositiveWeights.NONE);
        try (LogisticRegression regression = new LogisticRegression(new Features(vectors), targets)) {
            return regression.fit(penalty);
        }
    }

    private ClassificationHead head(Task task, double penalty) {
        LinearWeights weights = fit(task, penalty, ClassWeights.SQRT);
        return new ClassificationHead(task, weights.weight(), weights.bias(), Calibration.none(task));
    }

    @Test
    void separableCornersAreLearntFromRawVectors() {
        ClassificationHead head = head(CORNER, 0.01);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(head.predict(vectors.get(i)).decided())
                    .isEqualTo(rows.get(i).labelsFor("corner"));
        }
    }

    @Test
    void independentLabelsAreLearntSideBySide() {
        ClassificationHead head = head(SIGNS, 0.001);
        long right = 0;
        for (int i = 0; i < rows.size(); i++) {
            right += head.predict(vectors.get(i)).decided().equals(rows.get(i).labelsFor("signs")) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(290);
    }

    @Test
    void aStrongerPenaltyIsLessSure() {
        float[] east = {3, 1000};
        double sure = head(CORNER, 0.001).predict(east).confidence();
        double modest = head(CORNER, 1).predict(east).confidence();
        assertThat(sure).isGreaterThan(modest).isGreaterThan(0.99);
    }

    @Test
    void theFurtherFromTheBorderTheSurer() {
        ClassificationHead head = head(CORNER, 0.1);
        assertThat(head.predict(new float[] {3, 1000}).confidence())
                .isGreaterThan(head.predict(new float[] {1.7f, 1100}).confidence());
    }

    @Test
    void twoRunsGiveTheSameWeights() {
        assertThat(fit(CORNER, 0.03, ClassWeights.BALANCED).weight())
                .isDeepEqualTo(fit(CORNER, 0.03, ClassWeights.BALANCED).weight());
    }

    @Test
    void theGradientIsThatOfTheLoss() {
        for (Task task : List.of(CORNER, SIGNS)) {
            Targets targets = new Targets(task, rows, ClassWeights.BALANCED, PositiveWeights.NONE);
            int labels = task.labels().size();
            float[] logits = new float[rows.size() * labels];
            Random random = new Random(3);
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) random.nextGaussian();
            }
            double[] bias = new double[labels];
            float[] residuals = new float[logits.length];
            double loss = targets.loss(logits, bias, 0, residuals);
            bias[1] = 1e-4;
            double moved = targets.loss(logits, bias, 0, new float[logits.length]);
            double slope = 0;
            for (int row = 0; row < rows.size(); row++) {
                slope += residuals[row * labels + 1];
            }
            assertThat((moved - loss) / 1e-4).isCloseTo(slope, within(1e-4));
        }
    }

    @Test
    void aRareLabelCountsMoreWhereLabelsAreBalanced() {
        assertThat(LabelWeights.Rarity.BALANCED.of("rare", 100, 2, 10)).isEqualTo(5);
        assertThat(LabelWeights.Rarity.SQRT.of("rare", 100, 2, 10)).isCloseTo(Math.sqrt(5), within(1e-12));
        assertThat(LabelWeights.Rarity.NONE.of("rare", 100, 2, 10)).isEqualTo(1);
    }

    @Test
    void aLabelThatWasGivenWeightIsSurerOfItself() {
        ClassWeights heavy = new ClassWeights(
                Map.of(
                        "corner",
                        new LabelWeights.Explicit(Map.of(CORNER.labels().get(1), 20.0))),
                LabelWeights.Rarity.NONE);
        float[] inTheMiddle = {1, 1100};
        assertThat(probability(CORNER, heavy, PositiveWeights.NONE, inTheMiddle, 1))
                .isGreaterThan(probability(CORNER, ClassWeights.NONE, PositiveWeights.NONE, inTheMiddle, 1) + 0.1);
    }

    @Test
    void havingALabelCountsMoreIfThatWasGivenWeight() {
        PositiveWeights heavy =
                new PositiveWeights(Map.of("signs", Map.of(SIGNS.labels().get(1), 20.0)));
        float[] nearTheBorder = {0, 1130};
        assertThat(probability(SIGNS, ClassWeights.NONE, heavy, nearTheBorder, 1))
                .isGreaterThan(probability(SIGNS, ClassWeights.NONE, PositiveWeights.NONE, nearTheBorder, 1) + 0.1);
    }

    private double probability(
            Task task, ClassWeights classWeights, PositiveWeights posWeight, float[] vector, int label) {
        Targets targets = new Targets(task, rows, classWeights, posWeight);
        try (LogisticRegression regression = new LogisticRegression(new Features(vectors), targets)) {
            LinearWeights weights = regression.fit(0.1);
            return new ClassificationHead(task, weights.weight(), weights.bias(), Calibration.none(task))
                    .predict(vector)
                    .scores()
                    .get(label)
                    .probability();
        }
    }

    @Test
    void theOptimizerFindsTheBottomOfACrookedValley() {
        // Rosenbrock's function has its minimum at (1, 1)
        double[] found = new Lbfgs(500, 1e-15)
                .minimize(
                        (point, gradient) -> {
                            double x = point[0];
                            double y = point[1];
                            gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
                            gradient[1] = 200 * (y - x * x);
                            return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
                        },
                        new double[] {-1.2, 1});
        assertThat(found[0]).isCloseTo(1, within(1e-3));
        assertThat(found[1]).isCloseTo(1, within(1e-3));
    }
}
