package io.grasp.streams.decide;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;

import io.grasp.events.Classification;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskKind;
import io.grasp.learner.knowledge.Correctness;
import io.grasp.schemas.TaskDecisions;
import java.util.List;
import java.util.Optional;

/** What a classification tells knowledge tracing. */
public final class LevelEvidence {
    private LevelEvidence() {}

    /**
     * From the probabilities of all levels, decided or not; empty if it was not judged by level, or by what are no
     * probabilities: such a classification says nothing, and must stop nobody.
     */
    public static Optional<Correctness> of(Classification classification) {
        return TaskDecisions.of(classification, COMPREHENSION)
                .filter(task -> task.getKind() == TaskKind.ORDINAL)
                .map(task -> task.getProbabilities().stream()
                        .map(LabelProbability::getProbability)
                        .toList())
                .filter(LevelEvidence::areProbabilities)
                .map(Correctness::ofLevels);
    }

    private static boolean areProbabilities(List<Double> levels) {
        return levels.size() > 1
                && levels.stream().allMatch(level -> level >= 0 && level <= 1)
                && levels.stream().anyMatch(level -> level > 0);
    }
}
