package io.grasp.streams.evaluate;

import io.grasp.events.Comparison;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.metrics.Outcome;
import io.grasp.schemas.TaskDecisions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads decisions of events as what metrics are made of. */
public final class Decisions {
    private Decisions() {}

    /** The task that was decided; empty if that is no task or has no probabilities, which anybody may have written. */
    public static Optional<Task> task(TaskDecision decision) {
        if (decision.getKind() == TaskKind.UNKNOWN) {
            return Optional.empty();
        }
        try {
            var unused = scores(decision);
            return Optional.of(new Task(
                    decision.getTask(),
                    io.grasp.model.TaskKind.valueOf(decision.getKind().name()),
                    decision.getProbabilities().stream()
                            .map(LabelProbability::getLabel)
                            .toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether labels can be compared with a decision: it has a task, each label that it decided has a probability, and
     * its confidence is one.
     */
    static boolean isComparable(TaskDecision decision) {
        boolean hasConfidence = decision.getConfidence() >= 0 && decision.getConfidence() <= 1; // neither, if it is NaN
        return hasConfidence
                && task(decision)
                        .filter(task -> decision.getDecided().stream().allMatch(label -> task.indexOf(label) >= 0))
                        .isPresent();
    }

    /** Whether a person's labels answer what was decided: one label, or any number of a multi-label task. */
    static boolean answers(Set<String> labels, TaskDecision decision) {
        return labels.size() == 1 || decision.getKind() == TaskKind.MULTI_LABEL;
    }

    static Outcome outcome(Comparison comparison) {
        return outcome(
                comparison.getInteractionId(),
                comparison.getLearningTopic(),
                comparison.getLabels(),
                comparison.getDecision());
    }

    /** What a person and the model said about one interaction. */
    public static Outcome outcome(
            String interactionId, String learningTopic, Collection<String> labels, TaskDecision decision) {
        return new Outcome(
                interactionId,
                learningTopic,
                Set.copyOf(labels),
                outspoken(decision),
                decision.getAbstained(),
                scores(decision));
    }

    /**
     * What the model would have decided if it had not abstained: else it could hide by abstaining. Of a multi-label
     * task no label, since its thresholds are not in the stream.
     */
    private static Set<String> outspoken(TaskDecision decision) {
        if (!decision.getDecided().isEmpty() || decision.getKind() == TaskKind.MULTI_LABEL) {
            return Set.copyOf(decision.getDecided());
        }
        return TaskDecisions.likeliest(decision)
                .map(likeliest -> Set.of(likeliest.getLabel()))
                .orElse(Set.of());
    }

    private static List<LabelScore> scores(TaskDecision decision) {
        return decision.getProbabilities().stream()
                .map(label -> new LabelScore(label.getLabel(), label.getProbability()))
                .toList();
    }
}
