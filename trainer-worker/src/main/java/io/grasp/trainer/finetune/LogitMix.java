package io.grasp.trainer.finetune;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.List;

/**
 * How much two sets of logits for the same rows should count, by rows that taught neither: each is brought to its best
 * temperature, then the share of the second is the one of least cross-entropy, drawn a little towards one half. If a
 * part alone has a better macro-F1 than that mix, the nearest share is taken that is not worse; so the mix is never
 * worse than its better part on these rows.
 */
final class LogitMix {
    private static final int STEPS = 20;
    /** In nats over all rows: what a share of 0 or 1 must gain to be preferred is a quarter of this. */
    private static final double PULL = 8;

    private final TaskKind kind;
    private final boolean[][] holds;
    private final double[][] first;
    private final double[][] second;

    /**
     * A mix to be found.
     *
     * @param holds [row][label], which labels hold
     * @param first [row][label]
     * @param second [row][label]
     */
    LogitMix(Task task, List<boolean[]> holds, List<double[]> first, List<double[]> second) {
        this.kind = task.kind();
        this.holds = holds.toArray(boolean[][]::new);
        this.first = first.toArray(double[][]::new);
        this.second = second.toArray(double[][]::new);
    }

    /** What each is multiplied by. */
    record Shares(double first, double second) {}

    Shares best() {
        double firstScale = bestScale(first);
        double secondScale = bestScale(second);
        double[][][] mixed = new double[STEPS + 1][][];
        int least = 0;
        double leastLoss = Double.POSITIVE_INFINITY;
        double[] scales = new double[STEPS + 1];
        for (int step = 0; step <= STEPS; step++) {
            double share = (double) step / STEPS;
            mixed[step] = sum((1 - share) * firstScale, share * secondScale);
            scales[step] = bestScale(mixed[step]);
            double loss = loss(mixed[step], scales[step]) + PULL * (share - 0.5) * (share - 0.5);
            if (loss < leastLoss) {
                least = step;
                leastLoss = loss;
            }
        }
        int chosen = notWorseThanItsParts(mixed, least);
        double share = (double) chosen / STEPS;
        return new Shares((1 - share) * firstScale * scales[chosen], share * secondScale * scales[chosen]);
    }

    /** The macro-F1 of the second part alone. */
    double macroF1OfSecond() {
        return macroF1(second);
    }

    private int notWorseThanItsParts(double[][][] mixed, int fitted) {
        double betterPart = Math.max(macroF1(mixed[0]), macroF1(mixed[STEPS]));
        int nearest = macroF1(mixed[0]) == betterPart ? 0 : STEPS;
        for (int step = 0; step <= STEPS; step++) {
            boolean isNearer = Math.abs(step - fitted) < Math.abs(nearest - fitted);
            nearest = isNearer && macroF1(mixed[step]) >= betterPart ? step : nearest;
        }
        return nearest;
    }

    private double[][] sum(double firstWeight, double secondWeight) {
        double[][] sum = new double[first.length][];
        for (int row = 0; row < sum.length; row++) {
            sum[row] = new double[first[row].length];
            for (int label = 0; label < sum[row].length; label++) {
                sum[row][label] = firstWeight * first[row][label] + secondWeight * second[row][label];
            }
        }
        return sum;
    }

    /** Golden-section search over the log; the loss is convex in the scale, so it has one valley. */
    private double bestScale(double[][] logits) {
        double golden = (Math.sqrt(5) - 1) / 2;
        double low = Math.log(0.02);
        double high = Math.log(20);
        for (int i = 0; i < 30; i++) {
            double left = high - golden * (high - low);
            double right = low + golden * (high - low);
            if (loss(logits, Math.exp(left)) <= loss(logits, Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }

    private double loss(double[][] logits, double scale) {
        double loss = 0;
        for (int row = 0; row < logits.length; row++) {
            loss += kind == TaskKind.MULTI_LABEL
                    ? sigmoidLoss(logits[row], holds[row], scale)
                    : softmaxLoss(logits[row], holds[row], scale);
        }
        return loss;
    }

    private static double softmaxLoss(double[] logits, boolean[] holds, double scale) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, scale * logit);
        }
        double sum = 0;
        double truth = 0;
        for (int label = 0; label < logits.length; label++) {
            sum += Math.exp(scale * logits[label] - highest);
            truth = holds[label] ? scale * logits[label] : truth;
        }
        return highest + Math.log(sum) - truth;
    }

    private static double sigmoidLoss(double[] logits, boolean[] holds, double scale) {
        double loss = 0;
        for (int label = 0; label < logits.length; label++) {
            double wrong = scale * (holds[label] ? -logits[label] : logits[label]);
            // log(1 + exp(wrong)) without overflow
            loss += Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
        }
        return loss;
    }

    /** Over the labels that hold or are decided somewhere. */
    private double macroF1(double[][] logits) {
        int labels = logits[0].length;
        double sum = 0;
        int counted = 0;
        boolean[][] decided = new boolean[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            decided[row] = decided(logits[row]);
        }
        for (int label = 0; label < labels; label++) {
            int right = 0;
            int either = 0;
            for (int row = 0; row < logits.length; row++) {
                right += decided[row][label] && holds[row][label] ? 1 : 0;
                either += (decided[row][label] ? 1 : 0) + (holds[row][label] ? 1 : 0);
            }
            if (either > 0) {
                sum += 2.0 * right / either;
                counted++;
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private boolean[] decided(double[] logits) {
        boolean[] decided = new boolean[logits.length];
        int likeliest = 0;
        for (int label = 0; label < logits.length; label++) {
            decided[label] = kind == TaskKind.MULTI_LABEL && logits[label] >= 0;
            likeliest = logits[label] > logits[likeliest] ? label : likeliest;
        }
        if (kind != TaskKind.MULTI_LABEL) {
            decided[likeliest] = true;
        }
        return decided;
    }
}
