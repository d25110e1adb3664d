package io.grasp.streams.evaluate;

import io.grasp.events.Comparison;
import io.grasp.events.Evaluation;
import io.grasp.model.Task;
import io.grasp.model.metrics.Averages;
import io.grasp.model.metrics.LabelMetrics;
import io.grasp.model.metrics.Outcome;
import io.grasp.model.metrics.ProbabilityScores;
import java.util.Comparator;
import java.util.List;

/** Scores comparisons as a training scores held-out rows. */
final class LiveScores {
    private LiveScores() {}

    /**
     * An evaluation with all figures.
     *
     * @param comparisons of one task, learning topic and version; at least one, oldest first
     */
    static Evaluation.Builder of(List<Comparison> comparisons) {
        Comparison latest = comparisons.get(comparisons.size() - 1);
        Task task = Decisions.task(latest.getDecision())
                .orElseThrow(() -> new IllegalArgumentException("Only decisions of a task are compared"));
        List<Outcome> outcomes = comparisons.stream().map(Decisions::outcome).toList();
        ProbabilityScores probabilities = ProbabilityScores.of(task, outcomes);
        return Evaluation.newBuilder()
                .setTask(task.name())
                .setLearningTopic(latest.getLearningTopic())
                .setModelVersion(latest.getModelVersion())
                .setCompared(outcomes.size())
                .setAgreed(outcomes.stream().filter(Outcome::isRight).count())
                .setAbstained(outcomes.stream().filter(Outcome::abstained).count())
                .setUpdatedAt(comparisons.stream()
                        .map(Comparison::getHeardAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow())
                .setMacroF1(Averages.macro(LabelMetrics.of(task, outcomes)).f1())
                .setExpectedCalibrationError(probabilities.expectedCalibrationError())
                .setBrier(probabilities.brier())
                .setMeanConfidence(comparisons.stream()
                        .mapToDouble(comparison -> comparison.getDecision().getConfidence())
                        .average()
                        .orElseThrow());
    }
}
