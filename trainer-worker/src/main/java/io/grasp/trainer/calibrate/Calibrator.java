package io.grasp.trainer.calibrate;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sets a head's temperature (Guo et al., On Calibration of Modern Neural Networks, 2017), a multi-label head's
 * thresholds, and when it abstains. Looks at validation rows only.
 */
public final class Calibrator {
    /** With fewer rows a temperature would be luck: it stays 1. */
    static final int MIN_ROWS = 10;
    /** With fewer a threshold would be luck: it stays {@link #USUAL_THRESHOLD}. */
    static final int MIN_POSITIVES = 5;

    static final double USUAL_THRESHOLD = 0.5;
    private static final double LOWEST_TEMPERATURE = 0.05;
    private static final double HIGHEST_TEMPERATURE = 20;

    private final double abstainBelow;

    /**
     * A calibrator.
     *
     * @param abstainBelow the confidence below which a single-label or ordinal task of more than two labels abstains;
     *     other tasks never do, because a coin's throw is the least they can be sure of
     */
    public Calibrator(double abstainBelow) {
        this.abstainBelow = abstainBelow;
    }

    /**
     * Returns the head, calibrated on the rows that are labelled for its task.
     *
     * @param head uncalibrated
     * @param vectors the pooled vector of each row, in the rows' order
     */
    public ClassificationHead calibrate(ClassificationHead head, List<LabeledRow> validation, List<float[]> vectors) {
        Task task = head.task();
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < validation.size(); i++) {
            LabeledRow row = validation.get(i);
            Set<String> truth = new HashSet<>(row.labelsFor(task.name()));
            boolean isKnown = task.labels().containsAll(truth);
            if (row.isLabeledFor(task.name()) && isKnown) {
                scored.add(new Scored(
                        head.logits(vectors.get(i), LexicalFeatures.of(row.input())), indicators(task, truth)));
            }
        }
        double temperature = scored.size() < MIN_ROWS ? 1 : temperature(task.kind(), scored);
        boolean isMultiLabel = task.kind() == TaskKind.MULTI_LABEL;
        List<Double> thresholds = isMultiLabel ? thresholds(task, scored, temperature) : List.of();
        boolean mayAbstain = !isMultiLabel && task.labels().size() > 2;
        return head.withCalibration(new Calibration(temperature, thresholds, mayAbstain ? abstainBelow : 0));
    }

    private static boolean[] indicators(Task task, Set<String> truth) {
        boolean[] holds = new boolean[task.labels().size()];
        truth.forEach(label -> holds[task.indexOf(label)] = true);
        return holds;
    }

    /** Golden-section search over log temperature; the loss is convex in its inverse, so it has one valley. */
    private static double temperature(TaskKind kind, List<Scored> scored) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = Math.log(LOWEST_TEMPERATURE);
        double high = Math.log(HIGHEST_TEMPERATURE);
        for (int i = 0; i < 40; i++) {
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

    private static List<Double> thresholds(Task task, List<Scored> scored, double temperature) {
        List<Double> thresholds = new ArrayList<>();
        for (int label = 0; label < task.labels().size(); label++) {
            thresholds.add(threshold(label, scored, temperature));
        }
        return thresholds;
    }

    /** The threshold with the highest F1, the one nearest to the usual among equals. */
    private static double threshold(int label, List<Scored> scored, double temperature) {
        List<Double> ofPositives = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (Scored row : scored) {
            double probability = 1 / (1 + Math.exp(-row.logits()[label] / temperature));
            all.add(probability);
            if (row.holds()[label]) {
                ofPositives.add(probability);
            }
        }
        if (ofPositives.size() < MIN_POSITIVES) {
            return USUAL_THRESHOLD;
        }
        Collections.sort(all);
        double best = USUAL_THRESHOLD;
        double bestF1 = f1(best, ofPositives, all);
        for (int i = 1; i < all.size(); i++) {
            double candidate = (all.get(i - 1) + all.get(i)) / 2;
            double f1 = f1(candidate, ofPositives, all);
            boolean isNearer = Math.abs(candidate - USUAL_THRESHOLD) < Math.abs(best - USUAL_THRESHOLD);
            if (f1 > bestF1 || (f1 == bestF1 && isNearer)) {
                best = candidate;
                bestF1 = f1;
            }
        }
        return best;
    }

    private static double f1(double threshold, List<Double> ofPositives, List<Double> all) {
        long right = ofPositives.stream().filter(p -> p >= threshold).count();
        long decided = all.stream().filter(p -> p >= threshold).count();
        return 2.0 * right / (decided + ofPositives.size());
    }

    /** A row's logits and which labels hold; lives only while a head is calibrated. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Scored(double[] logits, boolean[] holds) {
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
}
