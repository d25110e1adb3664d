package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.Interventions;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedAt;
import io.grasp.events.RecommendedResource;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.progress.HeldMisconception;
import io.grasp.learner.progress.LearnerProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recommends resources when a learner's state has changed materially; none within its cool-down. */
final class RecommendationRule {
    private final Candidates candidates;
    private final DecideSettings settings;

    RecommendationRule(Catalog catalog, DecideSettings settings) {
        this.candidates = new Candidates(catalog);
        this.settings = settings;
    }

    /** A level that changed or a misconception that was not active before is worth acting on. */
    static boolean isMaterial(LearnerProgress before, LearnerProgress after) {
        return !Objects.equals(before.level(), after.level())
                || after.held().stream().anyMatch(held -> !before.holds(held.id()));
    }

    /** Returns what to recommend, or empty when nothing in the catalog fits. */
    Optional<Recommendation> recommend(
            Learner learner,
            LearnerProgress progress,
            Classification classification,
            Observation observation,
            Interventions before,
            Instant decidedAt) {
        List<RecommendedResource> best =
                candidates
                        .of(learner, progress, classification.getLanguage(), coolingDown(before, observation.at()))
                        .stream()
                        .sorted(Comparator.comparingDouble(Candidate::fitness)
                                .reversed()
                                .thenComparing(candidate -> candidate.resource().getResourceId()))
                        .limit(settings.recommendationSize())
                        .map(RecommendationRule::recommended)
                        .toList();
        return best.isEmpty()
                ? Optional.empty()
                : Optional.of(event(learner, progress, classification, best, decidedAt));
    }

    /** What is remembered when this is recommended: what still cools down, and this. */
    Interventions made(Interventions before, Recommendation recommendation, Instant at) {
        return Interventions.newBuilder(before)
                .setRecommended(Stream.concat(
                                before.getRecommended().stream().filter(made -> coolsDown(made, at)),
                                recommendation.getResources().stream()
                                        .map(resource -> new RecommendedAt(resource.getResourceId(), at)))
                        .toList())
                .build();
    }

    private Set<String> coolingDown(Interventions before, Instant at) {
        return before.getRecommended().stream()
                .filter(made -> coolsDown(made, at))
                .map(RecommendedAt::getResourceId)
                .collect(Collectors.toSet());
    }

    /** An interaction that comes late is as near to the recommendation as one that follows it. */
    private boolean coolsDown(RecommendedAt made, Instant at) {
        return Duration.between(made.getAt(), at).abs().compareTo(settings.recommendationCoolDown()) < 0;
    }

    private static RecommendedResource recommended(Candidate candidate) {
        return RecommendedResource.newBuilder()
                .setResourceId(candidate.resource().getResourceId())
                .setTitle(candidate.resource().getTitle())
                .setKind(candidate.resource().getKind().name())
                .setScore(candidate.fitness())
                .setReason(candidate.reason())
                .build();
    }

    private static Recommendation event(
            Learner learner,
            LearnerProgress progress,
            Classification classification,
            List<RecommendedResource> resources,
            Instant decidedAt) {
        return Recommendation.newBuilder()
                .setRecommendationId(classification.getInteractionId())
                .setStudentId(learner.studentId())
                .setLearningTopic(learner.learningTopic())
                .setInteractionId(classification.getInteractionId())
                .setLevel(progress.level())
                .setMisconceptions(progress.held().stream()
                        .map(HeldMisconception::id)
                        .sorted()
                        .toList())
                .setResources(resources)
                .setReason(resources.get(0).getReason())
                .setOccurredAt(classification.getOccurredAt())
                .setDecidedAt(decidedAt)
                .build();
    }
}
