package io.grasp.streams.decide;

import io.grasp.events.Resource;
import io.grasp.events.ResourceKind;
import io.grasp.learner.progress.HeldMisconception;
import io.grasp.learner.progress.LearnerProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog has for a learner: what addresses an active misconception, what should come before when mastery is
 * low, and what is made for the level; easier kinds for novices, challenges for the advanced.
 */
final class Candidates {
    /** So little mastery that it is better to begin with what comes before. */
    private static final double LOW_MASTERY = 0.4;

    private static final double ADDRESSES_MISCONCEPTION = 4;
    private static final double COMES_BEFORE = 2;
    private static final double FITS_LEVEL = 1;
    private static final double FITS_KIND = 0.5;

    private final Catalog catalog;

    Candidates(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * All that fits.
     *
     * @param language of the interaction; what is in another one is left out
     * @param cooling ids of resources that were recommended lately
     */
    List<Candidate> of(Learner learner, LearnerProgress progress, @Nullable String language, Set<String> cooling) {
        List<Resource> usable = catalog.resourcesFor(learner.learningTopic()).stream()
                .filter(resource -> isUsable(resource, language, cooling))
                .toList();
        Map<String, Candidate> found = new LinkedHashMap<>();
        usable.forEach(resource ->
                candidate(resource, progress).ifPresent(candidate -> found.put(resource.getResourceId(), candidate)));
        if (progress.mastery().orElse(1) < LOW_MASTERY) {
            prerequisites(List.copyOf(found.values()), progress, language, cooling)
                    .forEach(first -> found.merge(first.resource().getResourceId(), first, Candidates::both));
        }
        return List.copyOf(found.values());
    }

    private static boolean isUsable(Resource resource, @Nullable String language, Set<String> cooling) {
        return !cooling.contains(resource.getResourceId())
                && (language == null
                        || resource.getLanguage() == null
                        || spoken(resource.getLanguage()).equals(spoken(language)));
    }

    private static String spoken(String tag) {
        return Locale.forLanguageTag(tag).getLanguage();
    }

    private Optional<Candidate> candidate(Resource resource, LearnerProgress progress) {
        String level = progress.level();
        List<String> reasons = new ArrayList<>();
        double fitness = 0;
        Optional<HeldMisconception> addressed = progress.held().stream()
                .filter(held -> resource.getMisconceptions().contains(held.id()))
                .findFirst();
        if (addressed.isPresent()) {
            fitness += ADDRESSES_MISCONCEPTION;
            reasons.add("addresses the misconception '%s'"
                    .formatted(catalog.nameOf(addressed.get().id())));
        }
        if (level != null && level.equals(resource.getLevel())) {
            fitness += FITS_LEVEL;
            reasons.add("made for the level %s".formatted(level));
        }
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Candidate(
                resource, fitness + (level != null && suits(resource.getKind(), level) ? FITS_KIND : 0), reasons));
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

    /** What comes before, and before that; a catalog that goes in circles is followed once around. */
    private Collection<Candidate> prerequisites(
            List<Candidate> of, LearnerProgress progress, @Nullable String language, Set<String> cooling) {
        Map<String, Candidate> found = new LinkedHashMap<>();
        List<Resource> open =
                new ArrayList<>(of.stream().map(Candidate::resource).toList());
        Set<String> beginnings = open.stream().map(Resource::getResourceId).collect(Collectors.toSet());
        while (!open.isEmpty()) {
            Resource after = open.remove(0);
            for (String id : after.getPrerequisites()) {
                Optional<Resource> before =
                        catalog.resource(id).filter(resource -> isUsable(resource, language, cooling));
                if (before.isPresent() && !found.containsKey(id)) {
                    found.put(
                            id,
                            new Candidate(
                                    before.get(),
                                    COMES_BEFORE,
                                    List.of("comes before '%s', and mastery is low (%.0f %%)"
                                            .formatted(
                                                    after.getTitle(),
                                                    100 * progress.mastery().orElse(0)))));
                    if (!beginnings.contains(id)) {
                        open.add(before.get());
                    }
                }
            }
        }
        return found.values();
    }

    private static Candidate both(Candidate one, Candidate other) {
        return new Candidate(
                one.resource(),
                one.fitness() + other.fitness(),
                Stream.concat(one.reasons().stream(), other.reasons().stream()).toList());
    }
}
