package io.grasp.streams.evaluate;

import io.grasp.events.Classification;
import io.grasp.events.Comparison;
import io.grasp.events.ComparisonKind;
import io.grasp.events.JudgedInteraction;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model and a person said about one interaction, whichever came in first. The first classification counts, and
 * the last label. They are compared only if the person was first asked after the model had answered (test-then-train):
 * a label that is older than the classification may have taught the model its answer. Immutable.
 */
record Judgement(String interactionId, JudgedInteraction said) {

    static Judgement nothingYet(String interactionId) {
        return new Judgement(
                interactionId,
                JudgedInteraction.newBuilder().setHeardAt(Instant.EPOCH).build());
    }

    Judgement with(Classification classification, Instant at) {
        if (said.getClassifiedAt() != null) {
            return this;
        }
        return new Judgement(
                interactionId,
                JudgedInteraction.newBuilder(said)
                        .setLearningTopic(classification.getLearningTopic())
                        .setModelVersion(classification.getModel().getVersion())
                        .setClassifiedAt(classification.getClassifiedAt())
                        .setDecisions(classification.getTasks())
                        .setHeardAt(later(said.getHeardAt(), at))
                        .build());
    }

    Judgement with(LabeledInteraction label, Instant at) {
        Instant first = said.getFirstLabeledAt();
        return new Judgement(
                interactionId,
                JudgedInteraction.newBuilder(said)
                        .setFirstLabeledAt(
                                first == null || label.getLabeledAt().isBefore(first) ? label.getLabeledAt() : first)
                        .setLabels(label.getTaskLabels())
                        .setHeardAt(later(said.getHeardAt(), at))
                        .build());
    }

    /** What has to be compared, compared anew or taken back, now that this is known and no longer {@code before}. */
    List<Comparison> comparisonsSince(Judgement before) {
        Map<String, Pair> known = before.pairs();
        List<Comparison> comparisons = new ArrayList<>();
        pairs().forEach((task, pair) -> {
            Pair earlier = known.remove(task);
            if (earlier == null) {
                comparisons.add(comparison(ComparisonKind.FIRST, pair));
            } else if (!earlier.labels().equals(pair.labels())) {
                comparisons.add(comparison(ComparisonKind.CORRECTION, pair));
            }
        });
        known.values().forEach(pair -> comparisons.add(before.comparison(ComparisonKind.WITHDRAWAL, pair)));
        return comparisons;
    }

    private record Pair(TaskDecision decision, Set<String> labels) {}

    /** By task, what can be compared. */
    private Map<String, Pair> pairs() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        if (isTestThenTrain(said.getClassifiedAt(), said.getFirstLabeledAt())) {
            for (TaskDecision decision : said.getDecisions()) {
                said.getLabels().stream()
                        .filter(labels -> labels.getTask().equals(decision.getTask()))
                        .map(TaskLabels::getLabels)
                        .map(Set::copyOf)
                        .filter(labels -> Decisions.answers(labels, decision))
                        .filter(labels -> Decisions.task(decision).isPresent())
                        .findFirst()
                        .ifPresent(labels -> pairs.put(decision.getTask(), new Pair(decision, labels)));
            }
        }
        return pairs;
    }

    private static boolean isTestThenTrain(@Nullable Instant classifiedAt, @Nullable Instant firstLabeledAt) {
        return classifiedAt != null && firstLabeledAt != null && firstLabeledAt.isAfter(classifiedAt);
    }

    private Comparison comparison(ComparisonKind kind, Pair pair) {
        return Comparison.newBuilder()
                .setKind(kind)
                .setInteractionId(interactionId)
                .setLearningTopic(said.getLearningTopic())
                .setModelVersion(said.getModelVersion())
                .setDecision(pair.decision())
                .setLabels(pair.labels().stream().sorted().toList())
                .setHeardAt(said.getHeardAt())
                .build();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
