package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.LearnerState;
import io.grasp.events.Misconception;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedResource;
import io.grasp.events.Resource;
import io.grasp.events.ResourceKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Picks resources for what a learner has just shown: first those that address an active misconception, then those made
 * for the level; easier kinds for novices, challenges for the advanced; none within its cool-down.
 */
final class RecommendationRule {
    private static final double ADDRESSES_MISCONCEPTION = 2;
    private static final double FITS_LEVEL = 1;
    private static final double FITS_KIND = 0.5;

    private final Catalog catalog;
    private final DecideSettings settings;

    RecommendationRule(Catalog catalog, DecideSettings settings) {
        this.catalog = catalog;
        this.settings = settings;
    }

    /** Returns what to recommend, or empty when nothing in the catalog fits. */
    Optional<Recommendation> recommend(LearnerState state, Classification classification, Instant decidedAt) {
        Set<String> active = LearnerProgress.activeIds(state);
        Set<String> cooling = coolingDown(state, classification.getOccurredAt());
        List<RecommendedResource> best = catalog.resourcesFor(state.getLearningTopic()).stream()
                .filter(resource -> !cooling.contains(resource.getResourceId()))
                .map(resource -> scored(resource, active, state.getLevel()))
                .filter(scored -> scored.getScore() >= FITS_LEVEL)
                .sorted(Comparator.comparingDouble(RecommendedResource::getScore)
                        .reversed()
                        .thenComparing(RecommendedResource::getResourceId))
                .limit(settings.recommendationSize())
                .toList();
        return best.isEmpty() ? Optional.empty() : Optional.of(event(state, classification, active, best, decidedAt));
    }

    private Set<String> coolingDown(LearnerState state, Instant now) {
        return state.getRecommended().stream()
                .filter(recommended -> recommended
                        .getAt()
                        .plus(settings.recommendationCoolDown())
                        .isAfter(now))
                .map(io.grasp.events.RecommendedAt::getResourceId)
                .collect(Collectors.toSet());
    }

    private RecommendedResource scored(Resource resource, Set<String> active, @Nullable String level) {
        Optional<String> addressed =
                resource.getMisconceptions().stream().filter(active::contains).findFirst();
        boolean fitsLevel = level != null && level.equals(resource.getLevel());
        boolean fitsKind = level != null && suits(resource.getKind(), level);
        double score = (addressed.isPresent() ? ADDRESSES_MISCONCEPTION : 0)
                + (fitsLevel ? FITS_LEVEL : 0)
                + (fitsKind ? FITS_KIND : 0);
        return RecommendedResource.newBuilder()
                .setResourceId(resource.getResourceId())
                .setTitle(resource.getTitle())
                .setKind(resource.getKind().name())
                .setScore(score)
                .setReason(reason(addressed, fitsLevel, level))
                .build();
    }

    private String reason(Optional<String> addressed, boolean fitsLevel, @Nullable String level) {
        String forLevel = fitsLevel ? "made for the level %s".formatted(level) : "";
        return addressed
                .map(id -> "addresses the misconception '%s'"
                        .formatted(catalog.misconception(id)
                                .map(Misconception::getName)
                                .orElse(id)))
                .map(why -> forLevel.isEmpty() ? why : why + ", " + forLevel)
                .orElse(forLevel);
    }

    private static boolean suits(ResourceKind kind, String level) {
        return switch (level) {
            case "novice" ->
                kind == ResourceKind.EXPLANATION
                        || kind == ResourceKind.SIMULATION
                        || kind == ResourceKind.VIDEO
                        || kind == ResourceKind.WORKED_EXAMPLE;
            case "intermediate" -> kind == ResourceKind.PRACTICE || kind == ResourceKind.WORKED_EXAMPLE;
            case "advanced" -> kind == ResourceKind.CHALLENGE;
            default -> false;
        };
    }

    private static Recommendation event(
            LearnerState state,
            Classification classification,
            Set<String> active,
            List<RecommendedResource> resources,
            Instant decidedAt) {
        return Recommendation.newBuilder()
                .setRecommendationId(classification.getInteractionId())
                .setStudentId(classification.getStudentId())
                .setLearningTopic(classification.getLearningTopic())
                .setInteractionId(classification.getInteractionId())
                .setLevel(state.getLevel())
                .setMisconceptions(active.stream().sorted().toList())
                .setResources(resources)
                .setReason(resources.get(0).getReason())
                .setOccurredAt(classification.getOccurredAt())
                .setDecidedAt(decidedAt)
                .build();
    }
}
