package io.grasp.streams.decide;

import io.grasp.events.ActiveMisconception;
import io.grasp.events.Classification;
import io.grasp.events.LearnerState;
import io.grasp.events.RecommendedAt;
import io.grasp.events.TaskDecision;
import io.grasp.learner.knowledge.KnowledgeModel;
import io.grasp.learner.knowledge.KnowledgeTracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a learner's state on one learning topic moves with each classification. Pure: event time only, no clock. */
final class LearnerProgress {
    private static final int REMEMBERED_INTERACTIONS = 50;
    private static final String ENGAGEMENT = "engagement";
    private static final String MASTERED_LEVEL = "advanced";

    private final KnowledgeModel knowledge;

    LearnerProgress(KnowledgeModel knowledge) {
        this.knowledge = knowledge;
    }

    static LearnerState newcomer(String studentId, String learningTopic) {
        return LearnerState.newBuilder()
                .setStudentId(studentId)
                .setLearningTopic(learningTopic)
                .setInteractions(0)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    static boolean hasSeen(LearnerState state, Classification classification) {
        return state.getLastInteractionIds().contains(classification.getInteractionId());
    }

    LearnerState after(LearnerState before, Classification classification) {
        boolean isLate = classification.getOccurredAt().isBefore(before.getUpdatedAt());
        return LearnerState.newBuilder(before)
                .setLevel(
                        isLate || classification.getComprehensionLevel() == null
                                ? before.getLevel()
                                : classification.getComprehensionLevel())
                .setMastery(mastery(before, classification))
                .setEngagement(isLate ? before.getEngagement() : engagement(before, classification))
                .setActiveMisconceptions(misconceptionsAfter(before, classification, isLate))
                .setInteractions(before.getInteractions() + 1)
                .setLastInteractionIds(withNewest(before.getLastInteractionIds(), classification.getInteractionId()))
                .setUpdatedAt(isLate ? before.getUpdatedAt() : classification.getOccurredAt())
                .build();
    }

    /** A level that changed or a misconception that was not active before is worth acting on. */
    static boolean isMaterial(LearnerState before, LearnerState after) {
        return !Objects.equals(before.getLevel(), after.getLevel())
                || !activeIds(before).containsAll(activeIds(after));
    }

    static LearnerState withRecommended(
            LearnerState state, Collection<String> resourceIds, Instant at, Duration coolDown) {
        Stream<RecommendedAt> stillCooling = state.getRecommended().stream()
                .filter(recommended -> recommended.getAt().plus(coolDown).isAfter(at));
        Stream<RecommendedAt> fresh = resourceIds.stream().map(id -> new RecommendedAt(id, at));
        return LearnerState.newBuilder(state)
                .setRecommended(Stream.concat(stillCooling, fresh).toList())
                .build();
    }

    static Set<String> activeIds(LearnerState state) {
        return state.getActiveMisconceptions().stream()
                .map(ActiveMisconception::getMisconceptionId)
                .collect(Collectors.toSet());
    }

    private static List<ActiveMisconception> misconceptionsAfter(
            LearnerState before, Classification classification, boolean isLate) {
        Map<String, ActiveMisconception> active = new LinkedHashMap<>();
        if (isLate || !showsMastery(classification)) {
            before.getActiveMisconceptions().forEach(known -> active.put(known.getMisconceptionId(), known));
        }
        Instant at = classification.getOccurredAt();
        for (String id : classification.getMisconceptions()) {
            active.merge(
                    id,
                    new ActiveMisconception(id, 1, at, at),
                    (known, seen) -> new ActiveMisconception(
                            id,
                            known.getCount() + 1,
                            earlier(known.getFirstSeenAt(), at),
                            later(known.getLastSeenAt(), at)));
        }
        return List.copyOf(active.values());
    }

    /** What was not judged by level says nothing of mastery; what the model is unsure of says little. */
    private @Nullable Double mastery(LearnerState before, Classification classification) {
        return LevelEvidence.of(classification)
                .map(shown -> {
                    KnowledgeTracing tracing = knowledge.of(classification.getLearningTopic());
                    Double known = before.getMastery();
                    return tracing.after(known == null ? tracing.before() : known, shown);
                })
                .orElse(before.getMastery());
    }

    private static boolean showsMastery(Classification classification) {
        return MASTERED_LEVEL.equals(classification.getComprehensionLevel())
                && classification.getMisconceptions().isEmpty();
    }

    private static @Nullable String engagement(LearnerState before, Classification classification) {
        return classification.getTasks().stream()
                .filter(task -> task.getTask().equals(ENGAGEMENT))
                .map(TaskDecision::getDecided)
                .flatMap(List::stream)
                .findFirst()
                .orElse(before.getEngagement());
    }

    private static List<String> withNewest(List<String> ids, String newest) {
        List<String> kept = new ArrayList<>(ids);
        kept.add(newest);
        return kept.size() <= REMEMBERED_INTERACTIONS
                ? kept
                : kept.subList(kept.size() - REMEMBERED_INTERACTIONS, kept.size());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }
}
