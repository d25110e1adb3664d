package io.grasp.model.metrics;

import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How good a task's calibrated probabilities are. A label that the task does not know has the probability 0.
 *
 * @param meanAveragePrecisionAt3 MAP@3: the mean over rows of the average precision of the three likeliest labels,
 *     which for a row with one label is 1 / its rank, or 0 beyond the third. Rows on which no label holds are left out;
 *     empty if all are
 * @param expectedCalibrationError by how much confidence and accuracy differ in the mean over {@code reliability}
 * @param brier the squared error of the probabilities (Brier 1950): summed over labels, mean over rows, from 0 to 2, as
 *     scikit-learn's {@code brier_score_loss(scale_by_half=False)}; of a multi-label task, the mean over rows and
 *     labels, from 0 to 1
 * @param logLoss minus the logarithm of the probability of what is true, as scikit-learn's {@code log_loss}: mean over
 *     rows; of a multi-label task, over rows and labels
 * @param reliability ten bins of equal width, empty ones left out: of rows by the probability of the likeliest label
 *     (Guo et al. 2017); of a multi-label task, of pairs of a row and a label by the label's probability, right if the
 *     label holds (Naeini et al. 2015)
 */
public record ProbabilityScores(
        OptionalDouble meanAveragePrecisionAt3,
        double expectedCalibrationError,
        double brier,
        double logLoss,
        List<ReliabilityBin> reliability) {
    private static final int RANKED = 3;
    /** The least probability whose logarithm counts, as in scikit-learn. */
    private static final double LEAST = Math.ulp(1.0);

    public ProbabilityScores {
        reliability = List.copyOf(reliability);
    }

    /**
     * Scores probabilities. A label that people gave and the task does not know has none.
     *
     * @param outcomes at least one
     */
    public static ProbabilityScores of(Task task, List<Outcome> outcomes) {
        Set<String> unknown = LabelMetrics.unknown(task, outcomes);
        boolean isMultiLabel = task.kind() == TaskKind.MULTI_LABEL;
        ReliabilityBins bins = new ReliabilityBins();
        double squares = 0;
        double logarithms = 0;
        for (Outcome outcome : outcomes) {
            for (LabelScore score : withUnknown(outcome, unknown)) {
                boolean holds = outcome.truth().contains(score.label());
                double right = holds ? score.probability() : 1 - score.probability();
                squares += (1 - right) * (1 - right);
                if (isMultiLabel) {
                    bins.add(score.probability(), holds);
                }
                if (isMultiLabel || holds) {
                    logarithms -= Math.log(Math.min(Math.max(right, LEAST), 1 - LEAST));
                }
            }
            if (!isMultiLabel) {
                bins.add(highest(outcome), outcome.isRight());
            }
        }
        double scored = (double) outcomes.size() * (isMultiLabel ? task.labels().size() + unknown.size() : 1);
        return new ProbabilityScores(
                meanAveragePrecision(outcomes),
                bins.expectedCalibrationError(),
                squares / scored,
                logarithms / scored,
                bins.filled());
    }

    private static List<LabelScore> withUnknown(Outcome outcome, Set<String> unknown) {
        return Stream.concat(outcome.scores().stream(), unknown.stream().map(label -> new LabelScore(label, 0)))
                .toList();
    }

    private static double highest(Outcome outcome) {
        return outcome.scores().stream()
                .mapToDouble(LabelScore::probability)
                .max()
                .orElse(0);
    }

    private static OptionalDouble meanAveragePrecision(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !outcome.truth().isEmpty())
                .mapToDouble(ProbabilityScores::averagePrecision)
                .average();
    }

    /** Labels that are equally likely rank in the task's order. */
    private static double averagePrecision(Outcome outcome) {
        List<LabelScore> ranked = outcome.scores().stream()
                .sorted(Comparator.comparingDouble(LabelScore::probability).reversed())
                .limit(RANKED)
                .toList();
        int found = 0;
        double sum = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (outcome.truth().contains(ranked.get(i).label())) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return sum / Math.min(RANKED, outcome.truth().size());
    }
}
