package io.grasp.streams.evaluate;

import io.grasp.events.Classification;
import io.grasp.events.Comparison;
import io.grasp.events.ComparisonKind;
import io.grasp.events.DecisionPath;
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
 * What a model and a person said about one interaction, whichever came in first. The first classification counts that
 * is not degraded, and the last label. They are compared only if the person was first asked after the model had
 * answered (test-then-train): a label that is older than the classification may have taught the model its answer.
 * Immutable.
 */
record Judgement(
        String interactionId,
        @Nullable Tested tested,
        @Nullable Instant firstLabeledAt,
        List<TaskLabels> labels,
        Instant heardAt) {

    Judgement {
        labels = List.copyOf(labels);
    }

    /**
     * What the first classification said.
     *
     * @param decisions those that labels can be compared with
     */
    record Tested(String learningTopic, String modelVersion, Instant classifiedAt, List<TaskDecision> decisions) {
        Tested {
            decisions = List.copyOf(decisions);
        }
    }

    static Judgement nothingYet(String interactionId) {
        return new Judgement(interactionId, null, null, List.of(), Instant.EPOCH);
    }

    Judgement with(Classification classification, Instant at) {
        if (tested != null || classification.getDecidedBy() == DecisionPath.DEGRADED) {
            return this;
        }
        Tested first = new Tested(
                classification.getLearningTopic(),
                classification.getModel().getVersion(),
                classification.getClassifiedAt(),
                classification.getTasks().stream()
                        .filter(Decisions::isComparable)
                        .toList());
        return new Judgement(interactionId, first, firstLabeledAt, labels, later(heardAt, at));
    }

    Judgement with(LabeledInteraction label, Instant at) {
        Instant first = firstLabeledAt == null || label.getLabeledAt().isBefore(firstLabeledAt)
                ? label.getLabeledAt()
                : firstLabeledAt;
        return new Judgement(interactionId, tested, first, label.getTaskLabels(), later(heardAt, at));
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

    private record Pair(Tested tested, TaskDecision decision, Set<String> labels) {}

    /** By task, what can be compared. */
    private Map<String, Pair> pairs() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        if (tested != null && firstLabeledAt != null && firstLabeledAt.isAfter(tested.classifiedAt())) {
            for (TaskDecision decision : tested.decisions()) {
                labels.stream()
                        .filter(each -> each.getTask().equals(decision.getTask()))
                        .map(TaskLabels::getLabels)
                        .map(Set::copyOf)
                        .filter(each -> Decisions.answers(each, decision))
                        .findFirst()
                        .ifPresent(each -> pairs.put(decision.getTask(), new Pair(tested, decision, each)));
            }
        }
        return pairs;
    }

    private Comparison comparison(ComparisonKind kind, Pair pair) {
        return Comparison.newBuilder()
                .setKind(kind)
                .setInteractionId(interactionId)
                .setLearningTopic(pair.tested().learningTopic())
                .setModelVersion(pair.tested().modelVersion())
                .setDecision(pair.decision())
                .setLabels(pair.labels().stream().sorted().toList())
                .setHeardAt(heardAt)
                .build();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
