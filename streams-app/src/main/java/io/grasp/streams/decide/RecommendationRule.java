package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedAt;
import io.grasp.events.RecommendedResource;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.progress.HeldMisconception;
import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.recommend.Ranked;
import io.grasp.learner.recommend.Seed;
import io.grasp.learner.recommend.ThompsonRanking;
import io.grasp.streams.catalog.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recommends resources when a learner's state has changed materially; none within its cool-down. */
final class RecommendationRule {
    private final Candidates candidates;
    private final ThompsonRanking ranking;
    private final DecideSettings settings;

    /**
     * What is recommended.
     *
     * @param first the one of its resources that comes first
     */
    record Made(Recommendation recommendation, Suited first) {}

    RecommendationRule(Catalog catalog, ResourceEffects effects, DecideSettings settings) {
        this.candidates = new Candidates(catalog);
        this.ranking = new ThompsonRanking(effects::of);
        this.settings = settings;
    }

    /** A level that changed or a misconception that was not active before is worth acting on. */
    static boolean isMaterial(LearnerProgress before, LearnerProgress after) {
        return !Objects.equals(before.level(), after.level())
                || after.held().stream().anyMatch(held -> !before.holds(held.id()));
    }

    /** Returns what to recommend, or empty when nothing in the catalog fits. */
    Optional<Made> recommend(
            Learner learner,
            LearnerProgress progress,
            Classification classification,
            Observation observation,
            InterventionHistory before,
            Instant decidedAt) {
        Map<String, Suited> suited =
                candidates
                        .of(learner, progress, classification.getLanguage(), coolingDown(before, observation.at()))
                        .stream()
                        .collect(Collectors.toMap(each -> each.resource().getResourceId(), Function.identity()));
        if (suited.isEmpty()) {
            return Optional.empty();
        }
        Seed seed = new Seed(settings.recommendationSeed()).of(classification.getInteractionId());
        List<Ranked> best = ranking
                .rank(suited.values().stream().map(Suited::candidate).toList(), seed)
                .stream()
                .limit(settings.recommendationSize())
                .toList();
        List<RecommendedResource> resources = best.stream()
                .map(ranked -> recommended(ranked, Objects.requireNonNull(suited.get(idOf(ranked)))))
                .toList();
        return Optional.of(new Made(
                event(learner, progress, classification, resources, seed, decidedAt),
                Objects.requireNonNull(suited.get(idOf(best.get(0))))));
    }

    /** What is remembered when this is recommended: what still cools down, and this. */
    InterventionHistory made(InterventionHistory before, Recommendation recommendation, Instant at) {
        return before.withRecommended(Stream.concat(
                        before.recommended().stream().filter(made -> coolsDown(made, at)),
                        recommendation.getResources().stream()
                                .map(resource -> new RecommendedAt(resource.getResourceId(), at)))
                .toList());
    }

    private static String idOf(Ranked ranked) {
        return ranked.candidate().resourceId();
    }

    private Set<String> coolingDown(InterventionHistory before, Instant at) {
        return before.recommended().stream()
                .filter(made -> coolsDown(made, at))
                .map(RecommendedAt::getResourceId)
                .collect(Collectors.toSet());
    }

    /** An interaction that comes late is as near to the recommendation as one that follows it. */
    private boolean coolsDown(RecommendedAt made, Instant at) {
        return Duration.between(made.getAt(), at).abs().compareTo(settings.recommendationCoolDown()) < 0;
    }

    private static RecommendedResource recommended(Ranked ranked, Suited suited) {
        return RecommendedResource.newBuilder()
                .setResourceId(idOf(ranked))
                .setTitle(suited.resource().getTitle())
                .setKind(suited.resource().getKind().name())
                .setScore(score(ranked))
                .setReason(reason(ranked, suited))
                .setOutcomes(ranked.effect().outcomes())
                .setExpectedGain(ranked.posterior().mean())
                .build();
    }

    /** What pedagogy puts first before the decimal point, the effect that was drawn behind it. */
    private static double score(Ranked ranked) {
        return ranked.draw()
                + switch (ranked.candidate().precedence()) {
                    case ADDRESSES_MISCONCEPTION -> 3;
                    case PREREQUISITE -> 2;
                    case FITS_LEVEL -> 1;
                    case OTHER -> 0;
                };
    }

    private static String reason(Ranked ranked, Suited suited) {
        String reason = String.join(", ", suited.reasons());
        return ranked.effect().outcomes() == 0
                ? reason
                : reason + "; after it, learners gained "
                        + Math.round(
                                100 * ranked.effect().helped() / ranked.effect().outcomes())
                        + " % of what they lacked (" + ranked.effect().outcomes() + " so far)";
    }

    private static Recommendation event(
            Learner learner,
            LearnerProgress progress,
            Classification classification,
            List<RecommendedResource> resources,
            Seed seed,
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
                .setSeed(seed.value())
                .build();
    }
}
