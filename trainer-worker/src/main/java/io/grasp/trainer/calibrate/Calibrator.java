package io.grasp.trainer.calibrate;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.TaskPrediction;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.trainer.arguments.Abstention;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a head's temperature (Guo et al., On Calibration of Modern Neural Networks, 2017), a multi-label head's
 * thresholds, and when it abstains: from a wanted precision, if there is one, by {@link PrecisionThreshold}. Looks at
 * validation rows only.
 */
public final class Calibrator {
    private static final Logger LOG = LoggerFactory.getLogger(Calibrator.class);

    private final Abstention abstention;

    /**
     * A calibrator.
     *
     * @param abstention for a given confidence only tasks of one label out of more than two: the others can't be less
     *     sure than a coin's throw. For a wanted precision every task; a multi-label decision is right if all of it is
     */
    public Calibrator(Abstention abstention) {
        this.abstention = abstention;
    }

    /**
     * Returns the head, calibrated on the rows that are labelled for its task.
     *
     * @param head uncalibrated
     * @param vectors the pooled vector of each row, in the rows' order
     */
    public ClassificationHead calibrate(ClassificationHead head, List<LabeledRow> validation, List<float[]> vectors) {
        Task task = head.task();
        List<Labeled> labeled = new ArrayList<>();
        for (int i = 0; i < validation.size(); i++) {
            LabeledRow row = validation.get(i);
            if (row.isLabeledFor(task.name())) {
                labeled.add(new Labeled(
                        head.logits(vectors.get(i), LexicalFeatures.of(row.input())),
                        Set.copyOf(row.labelsFor(task.name()))));
            }
        }
        List<Temperature.Scored> scored = labeled.stream()
                .flatMap(row -> Temperature.Scored.of(task, row.truth(), row.logits()).stream())
                .toList();
        double temperature = Temperature.best(task.kind(), scored);
        List<Double> thresholds =
                task.kind() == TaskKind.MULTI_LABEL ? thresholds(task, scored, temperature) : List.of();
        ClassificationHead outspoken = head.withCalibration(new Calibration(temperature, thresholds, 0));
        return head.withCalibration(new Calibration(temperature, thresholds, abstainBelow(outspoken, labeled)));
    }

    private double abstainBelow(ClassificationHead outspoken, List<Labeled> labeled) {
        Task task = outspoken.task();
        if (abstention.precision().isEmpty()) {
            boolean mayAbstain =
                    task.kind() != TaskKind.MULTI_LABEL && task.labels().size() > 2;
            return mayAbstain ? abstention.belowOrUsual() : 0;
        }
        double precision = abstention.precision().get();
        List<PrecisionThreshold.Judged> judged =
                labeled.stream().map(row -> row.judged(outspoken)).toList();
        OptionalDouble lowest = PrecisionThreshold.lowest(judged, precision);
        if (lowest.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("task", task.name())
                    .addKeyValue("precision", precision)
                    .addKeyValue("validation_rows", judged.size())
                    .log("No confidence gives the wanted precision; the task always abstains");
        }
        return lowest.orElse(Abstention.ALWAYS);
    }

    private static List<Double> thresholds(Task task, List<Temperature.Scored> scored, double temperature) {
        List<Double> thresholds = new ArrayList<>();
        for (int label = 0; label < task.labels().size(); label++) {
            thresholds.add(threshold(label, scored, temperature));
        }
        return thresholds;
    }

    private static double threshold(int label, List<Temperature.Scored> scored, double temperature) {
        double[] probabilities = scored.stream()
                .mapToDouble(row -> 1 / (1 + Math.exp(-row.logits()[label] / temperature)))
                .toArray();
        boolean[] holds = new boolean[scored.size()];
        for (int row = 0; row < holds.length; row++) {
            holds[row] = scored.get(row).holds()[label];
        }
        return F1Threshold.of(probabilities, holds);
    }

    /**
     * A row's logits and what a person said of it, which the task need not know; lives only while a head is calibrated.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Labeled(double[] logits, Set<String> truth) {
        PrecisionThreshold.Judged judged(ClassificationHead outspoken) {
            TaskPrediction prediction = outspoken.decide(logits);
            return new PrecisionThreshold.Judged(
                    prediction.confidence(), Set.copyOf(prediction.decided()).equals(truth));
        }
    }
}
