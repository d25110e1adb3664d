package io.grasp.streams.decide;

import static io.grasp.schemas.KnownTasks.COMPREHENSION;
import static io.grasp.schemas.KnownTasks.ENGAGEMENT;
import static io.grasp.schemas.KnownTasks.MISCONCEPTION;
import static io.grasp.schemas.KnownTasks.NO_MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.Interaction;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskLabels;
import io.grasp.learner.knowledge.Correctness;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.memory.Shown;
import io.grasp.schemas.TaskDecisions;
import io.grasp.streams.catalog.Catalog;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads classifications and labels as observations of a learner. */
final class Observations {
    private Observations() {}

    /** The model's; a misconception of another learning topic is left out, since nobody should act on it. */
    static Observation of(Classification classification, Catalog catalog) {
        String id = classification.getInteractionId();
        Instant at = notInTheFuture(classification.getOccurredAt(), classification.getClassifiedAt());
        Shown shown = new Shown(
                LevelEvidence.of(classification).orElse(null),
                classification.getComprehensionLevel(),
                engagement(classification),
                classification.getMisconceptions().stream()
                        .filter(misconception -> catalog.mayOccurIn(classification.getLearningTopic(), misconception))
                        .toList());
        return classification.getDecidedBy() == DecisionPath.DEGRADED
                ? Observation.glanced(id, at, shown)
                : Observation.classified(id, at, shown);
    }

    /** A teacher's, of whom a whole label is known: what she did not label is left to the model. */
    static Observation of(LabeledInteraction label) {
        Interaction interaction = label.getInteraction();
        return Observation.labelled(
                label.getInteractionId(),
                notInTheFuture(interaction.getOccurredAt(), label.getLabeledAt()),
                new Shown(
                        task(label, COMPREHENSION)
                                .flatMap(Observations::correctness)
                                .orElse(null),
                        task(label, COMPREHENSION).flatMap(Observations::only).orElse(null),
                        task(label, ENGAGEMENT).flatMap(Observations::only).orElse(null),
                        task(label, MISCONCEPTION)
                                .map(labels -> labels.getLabels().stream()
                                        .filter(each -> !each.equals(NO_MISCONCEPTION))
                                        .toList())
                                .orElse(null)),
                label.getLabeledAt());
    }

    /** A student's clock may be wrong, and must not put what comes later into the past. */
    private static Instant notInTheFuture(Instant occurredAt, Instant knownAt) {
        return occurredAt.isAfter(knownAt) ? knownAt : occurredAt;
    }

    private static @Nullable String engagement(Classification classification) {
        return TaskDecisions.of(classification, ENGAGEMENT)
                .flatMap(decision -> decision.getDecided().stream().findFirst())
                .orElse(null);
    }

    private static Optional<TaskLabels> task(LabeledInteraction label, String task) {
        return label.getTaskLabels().stream()
                .filter(labels -> labels.getTask().equals(task))
                .findFirst();
    }

    private static Optional<String> only(TaskLabels labels) {
        return labels.getLabels().stream().findFirst();
    }

    /** A teacher is sure, so one level has all the probability. */
    private static Optional<Correctness> correctness(TaskLabels labels) {
        int levels = labels.getScale().size();
        int level = only(labels).map(labels.getScale()::indexOf).orElse(-1);
        return level < 0 || levels < 2 ? Optional.empty() : Optional.of(Correctness.ofLevel(level, levels));
    }
}
