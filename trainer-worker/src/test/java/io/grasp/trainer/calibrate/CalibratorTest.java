package io.grasp.trainer.calibrate;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.arguments.Abstention;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibratorTest {
    private static final Task LEVEL = new Task("level", TaskKind.ORDINAL, List.of("low", "middle", "high"));
    private static final Task PAIR = new Task("pair", TaskKind.SINGLE_LABEL, List.of("no", "yes"));
    private static final Task SIGNS = new Task("signs", TaskKind.MULTI_LABEL, List.of("often", "rare"));

    private static final Abstention USUAL = new Abstention(Optional.empty(), Optional.empty());

    private final List<LabeledRow> rows = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();

    private static ClassificationHead head(Task task, float[][] weight) {
        return new ClassificationHead(task, weight, new float[weight.length], Calibration.none(task));
    }

    /** Rows whose label is drawn with the odds that logits of {@code scale} times the vector's value mean. */
    private void rowsWithOdds(double scale, int count) {
        Random random = new Random(11);
        for (int i = 0; i < count; i++) {
            float x = (float) (random.nextGaussian() * 2);
            boolean yes = random.nextDouble() < 1 / (1 + Math.exp(-scale * x));
            vectors.add(new float[] {x});
            rows.add(aRow().labeled("pair", yes ? "yes" : "no").build());
        }
    }

    private Calibration calibrate(ClassificationHead head) {
        return calibrated(head, USUAL).calibration();
    }

    private ClassificationHead calibrated(ClassificationHead head, Abstention abstention) {
        return new Calibrator(abstention).calibrate(head, rows, vectors);
    }

    @Test
    void anOverconfidentHeadIsCooledToItsTrueOdds() {
        rowsWithOdds(1, 5000);
        ClassificationHead overconfident = head(PAIR, new float[][] {{0}, {4}});
        assertThat(calibrate(overconfident).temperature()).isCloseTo(4, within(0.4));
    }

    @Test
    void anHonestHeadStaysAsItIs() {
        rowsWithOdds(1, 5000);
        assertThat(calibrate(head(PAIR, new float[][] {{0}, {1}})).temperature())
                .isCloseTo(1, within(0.1));
    }

    @Test
    void tooFewRowsLeaveTheTemperatureAlone() {
        rowsWithOdds(1, Temperature.MIN_ROWS - 1);
        assertThat(calibrate(head(PAIR, new float[][] {{0}, {4}})).temperature())
                .isEqualTo(1);
    }

    @Test
    void onlyATaskOfOneLabelOutOfSeveralAbstains() {
        assertThat(calibrate(head(LEVEL, new float[][] {{0}, {1}, {2}})).abstainBelow())
                .isEqualTo(0.35);
        assertThat(calibrate(head(PAIR, new float[][] {{0}, {1}})).abstainBelow())
                .isZero();
        assertThat(calibrate(head(SIGNS, new float[][] {{0}, {1}})).abstainBelow())
                .isZero();
    }

    @Test
    void aConfidenceToAbstainBelowIsTakenAsItIs() {
        ClassificationHead head = head(LEVEL, new float[][] {{0}, {1}, {2}});
        assertThat(calibrated(head, new Abstention(Optional.of(0.6), Optional.empty()))
                        .calibration()
                        .abstainBelow())
                .isEqualTo(0.6);
    }

    @Test
    void aWantedPrecisionIsWhatDecisionsHave() {
        rowsWithOdds(1, 600);
        ClassificationHead head = head(PAIR, new float[][] {{0}, {1}});
        double inAll = accuracyWhenDecided(calibrated(head, USUAL));
        ClassificationHead careful = calibrated(head, precise(0.95));
        ClassificationHead lessCareful = calibrated(head, precise(0.9));

        assertThat(inAll).isLessThan(0.85);
        assertThat(accuracyWhenDecided(careful)).isBetween(0.95, 0.99);
        assertThat(accuracyWhenDecided(lessCareful)).isBetween(0.9, 0.95);
        assertThat(lessCareful.calibration().abstainBelow())
                .isBetween(0.5, careful.calibration().abstainBelow());
    }

    @Test
    void whatIsPreciseEnoughAnywayNeverAbstains() {
        rowsWithOdds(1, 600);
        assertThat(calibrated(head(PAIR, new float[][] {{0}, {1}}), precise(0.6))
                        .calibration()
                        .abstainBelow())
                .isZero();
    }

    @Test
    void whatCannotBeAsPreciseAsWantedAlwaysAbstainsAndIsNamed() {
        rowsWithOdds(0, 300);
        ClassificationHead calibrated = calibrated(head(PAIR, new float[][] {{0}, {100}}), precise(0.9));
        assertThat(calibrated.predict(new float[] {1000}).abstained()).isTrue();
        assertThat(calibrated.predict(new float[] {1000}).confidence()).isEqualTo(1);
        assertThat(precise(0.9).unreachedBy(List.of(calibrated)))
                .singleElement()
                .asString()
                .contains("task pair always abstains", "0.9");
        assertThat(USUAL.unreachedBy(List.of(calibrated(head(PAIR, new float[][] {{0}, {1}}), USUAL))))
                .isEmpty();
    }

    @Test
    void withoutValidationRowsNoPrecisionIsShown() {
        assertThat(calibrated(head(PAIR, new float[][] {{0}, {1}}), precise(0.6))
                        .calibration()
                        .abstainBelow())
                .isEqualTo(Abstention.ALWAYS);
    }

    @Test
    void aLabelThatTheTaskDoesNotKnowMakesADecisionWrong() {
        for (int i = 0; i < 100; i++) {
            rows.add(aRow().labeled("pair", i < 85 ? "yes" : "maybe").build());
            vectors.add(new float[] {i});
        }
        ClassificationHead head = head(PAIR, new float[][] {{0}, {0.01f}});
        assertThat(calibrated(head, precise(0.75)).calibration().abstainBelow()).isZero();
        assertThat(calibrated(head, precise(0.95)).calibration().abstainBelow()).isEqualTo(Abstention.ALWAYS);
    }

    @Test
    void aMultiLabelTaskAbstainsWhereNotAllOfItsDecisionWouldBeRight() {
        Random random = new Random(3);
        for (int i = 0; i < 400; i++) {
            // the surer of a label, the more often right; what is said of the other is always right
            float x = (float) random.nextGaussian();
            boolean holds = random.nextDouble() < 1 / (1 + Math.exp(-2 * x));
            vectors.add(new float[] {x});
            rows.add(aRow().labeled("signs", holds ? new String[] {"often"} : new String[0])
                    .build());
        }
        ClassificationHead head =
                new ClassificationHead(SIGNS, new float[][] {{2}, {0}}, new float[] {0, -9}, Calibration.none(SIGNS));
        assertThat(accuracyWhenDecided(calibrated(head, USUAL))).isLessThan(0.85);
        assertThat(accuracyWhenDecided(calibrated(head, precise(0.9)))).isBetween(0.9, 0.97);
    }

    private static Abstention precise(double precision) {
        return new Abstention(Optional.empty(), Optional.of(precision));
    }

    private double accuracyWhenDecided(ClassificationHead head) {
        return Evaluation.of(List.of(head), rows, vectors)
                .task(head.task().name())
                .orElseThrow()
                .overall()
                .accuracyWhenDecided()
                .orElseThrow();
    }

    @Test
    void aThresholdIsWhereF1IsHighestAndUsualWhereLabelsAreFew() {
        for (int i = 0; i < 100; i++) {
            // "often" holds from 0.2 on, far below even odds; "rare" holds thrice
            float x = i / 100f;
            vectors.add(new float[] {x, x});
            List<String> held = new ArrayList<>();
            if (x >= 0.2f) {
                held.add("often");
            }
            if (i < 3) {
                held.add("rare");
            }
            rows.add(aRow().labeled("signs", held.toArray(String[]::new)).build());
        }
        ClassificationHead head = new ClassificationHead(
                SIGNS, new float[][] {{4, 0}, {0, 4}}, new float[] {-3, -3}, Calibration.none(SIGNS));
        ClassificationHead calibrated = calibrated(head, USUAL);
        assertThat(calibrated.calibration().thresholds().get(1)).isEqualTo(F1Threshold.USUAL);
        assertThat(calibrated.predict(new float[] {0.21f, 0}).decided()).contains("often");
        assertThat(calibrated.predict(new float[] {0.18f, 0}).decided()).doesNotContain("often");
    }

    @Test
    void labelsThatTheTaskDoesNotKnowAreLeftOut() {
        rowsWithOdds(1, 50);
        rows.add(aRow().labeled("pair", "maybe").build());
        vectors.add(new float[] {0});
        assertThat(calibrate(head(PAIR, new float[][] {{0}, {1}})).temperature())
                .isPositive();
    }
}
