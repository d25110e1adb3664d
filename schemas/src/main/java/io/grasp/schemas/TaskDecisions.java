package io.grasp.schemas;

import io.grasp.events.Classification;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskDecision;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds what was decided in a classification. */
public final class TaskDecisions {
    private TaskDecisions() {}

    /** The decision of a task, unless the model has no such task. */
    public static Optional<TaskDecision> of(Classification classification, String task) {
        return classification.getTasks().stream()
                .filter(decision -> decision.getTask().equals(task))
                .findFirst();
    }

    /** The probability of a label, unless the model does not know it. */
    public static OptionalDouble probability(TaskDecision decision, String label) {
        return decision.getProbabilities().stream()
                .filter(each -> each.getLabel().equals(label))
                .mapToDouble(LabelProbability::getProbability)
                .findFirst();
    }

    /** The label that the model holds most probable, unless it says nothing of any. */
    public static Optional<LabelProbability> likeliest(TaskDecision decision) {
        return decision.getProbabilities().stream().max(Comparator.comparingDouble(LabelProbability::getProbability));
    }
}
