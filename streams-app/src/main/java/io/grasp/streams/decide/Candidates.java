package io.grasp.streams.decide;

import io.grasp.events.Resource;
import io.grasp.events.ResourceKind;
import io.grasp.learner.progress.HeldMisconception;
import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.recommend.Fit;
import io.grasp.learner.recommend.Situation;
import io.grasp.streams.catalog.Catalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog has for a learner: what addresses an active misconception, what should come before when mastery is
 * low, and what is made for the level; easier kinds suit novices, challenges the advanced.
 */
final class Candidates {
    /** So little mastery that it is better to begin with what comes before. */
    private static final double LOW_MASTERY = 0.4;

    private static final String NO_LEVEL = "unknown";

    private final Catalog catalog;

    Candidates(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * All that suits.
     *
     * @param language of the interaction; what is in another one is left out
     * @param cooling ids of resources that were recommended lately
     */
    List<Suited> of(Learner learner, LearnerProgress progress, @Nullable String language, Set<String> cooling) {
        Map<String, Suited> found = new LinkedHashMap<>();
        catalog.resourcesFor(learner.learningTopic()).stream()
                .filter(resource -> isUsable(resource, language, cooling))
                .flatMap(resource -> suited(resource, progress).stream())
                .forEach(suited -> found.put(suited.resource().getResourceId(), suited));
        if (progress.mastery().orElse(1) < LOW_MASTERY) {
            prerequisites(List.copyOf(found.values()), progress, language, cooling)
                    .forEach(first -> found.merge(first.resource().getResourceId(), first, Suited::comingBefore));
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

    private Optional<Suited> suited(Resource resource, LearnerProgress progress) {
        List<String> reasons = new ArrayList<>();
        EnumSet<Fit> fits = EnumSet.noneOf(Fit.class);
        Situation situation = atLevel(progress);
        Optional<HeldMisconception> addressed = progress.held().stream()
                .filter(held -> resource.getMisconceptions().contains(held.id()))
                .findFirst();
        if (addressed.isPresent()) {
            String id = addressed.get().id();
            situation = new Situation.Misconceived(id);
            reasons.add("addresses the misconception '" + catalog.nameOf(id) + "'");
        }
        String level = progress.level();
        if (level != null && level.equals(resource.getLevel())) {
            fits.add(Fit.LEVEL);
            reasons.add("made for the level " + level);
        }
        if (level != null && suits(resource.getKind(), level)) {
            fits.add(Fit.KIND);
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(Suited.of(resource, situation, fits, reasons));
    }

    private static Situation atLevel(LearnerProgress progress) {
        return new Situation.AtLevel(progress.level() == null ? NO_LEVEL : progress.level());
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
    private Collection<Suited> prerequisites(
            List<Suited> of, LearnerProgress progress, @Nullable String language, Set<String> cooling) {
        Map<String, Suited> found = new LinkedHashMap<>();
        List<Resource> open = new ArrayList<>(of.stream().map(Suited::resource).toList());
        Set<String> beginnings = open.stream().map(Resource::getResourceId).collect(Collectors.toSet());
        while (!open.isEmpty()) {
            Resource after = open.remove(0);
            for (String id : after.getPrerequisites()) {
                Optional<Resource> before =
                        catalog.resource(id).filter(resource -> isUsable(resource, language, cooling));
                if (before.isPresent() && !found.containsKey(id)) {
                    found.put(id, comingBefore(before.get(), after, progress));
                    if (!beginnings.contains(id)) {
                        open.add(before.get());
                    }
                }
            }
        }
        return found.values();
    }

    private static Suited comingBefore(Resource before, Resource after, LearnerProgress progress) {
        return Suited.of(
                before,
                atLevel(progress),
                EnumSet.of(Fit.PREREQUISITE),
                List.of("comes before '" + after.getTitle() + "', and mastery is low ("
                        + Math.round(100 * progress.mastery().orElse(0)) + " %)"));
    }
}
