package io.grasp.trainer.calibrate;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The temperature of least cross-entropy (Guo et al., On Calibration of Modern Neural Networks, 2017). */
final class Temperature {
    /** With fewer rows a temperature would be luck: it stays 1. */
    static final int MIN_ROWS = 10;

    private static final double LOWEST = 0.05;
    private static final double HIGHEST = 20;
    private static final int STEPS = 40;

    private Temperature() {}

    /** A row's logits and which labels hold; lives only while a head is calibrated. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    record Scored(double[] logits, boolean[] holds) {
        /** Empty if the task lacks a label that holds. */
        static Optional<Scored> of(Task task, Set<String> truth, double[] logits) {
            if (!task.labels().containsAll(truth)) {
                return Optional.empty();
            }
            boolean[] holds = new boolean[task.labels().size()];
            truth.forEach(label -> holds[task.indexOf(label)] = true);
            return Optional.of(new Scored(logits, holds));
        }

        double softmaxLoss(double temperature) {
            double highest = Double.NEGATIVE_INFINITY;
            for (double logit : logits) {
                highest = Math.max(highest, logit / temperature);
            }
            double sum = 0;
            double truth = 0;
            for (int i = 0; i < logits.length; i++) {
                sum += Math.exp(logits[i] / temperature - highest);
                truth = holds[i] ? logits[i] / temperature : truth;
            }
            return highest + Math.log(sum) - truth;
        }

        double sigmoidLoss(double temperature) {
            double loss = 0;
            for (int i = 0; i < logits.length; i++) {
                double wrong = (holds[i] ? -logits[i] : logits[i]) / temperature;
                loss += Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
            }
            return loss;
        }
    }

    /** Golden-section search over its logarithm; the loss is convex in the inverse, so it has one valley. */
    static double best(TaskKind kind, List<Scored> scored) {
        if (scored.size() < MIN_ROWS) {
            return 1;
        }
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = Math.log(LOWEST);
        double high = Math.log(HIGHEST);
        for (int i = 0; i < STEPS; i++) {
            double left = high - golden * (high - low);
            double right = low + golden * (high - low);
            if (loss(kind, scored, Math.exp(left)) <= loss(kind, scored, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }

    private static double loss(TaskKind kind, List<Scored> scored, double temperature) {
        return scored.stream()
                .mapToDouble(row ->
                        kind == TaskKind.MULTI_LABEL ? row.sigmoidLoss(temperature) : row.softmaxLoss(temperature))
                .sum();
    }
}
