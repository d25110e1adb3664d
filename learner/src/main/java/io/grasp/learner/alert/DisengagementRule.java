package io.grasp.learner.alert;

import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.progress.LearnerProgress.Step;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Too large a share of the last interactions was written in one of these moods.
 *
 * @param engagements labels of the engagement task, such as bored
 * @param last how many of the latest interactions with a decided engagement are looked at
 * @param share from 0 to 1; half of it clears the alert
 */
record DisengagementRule(String name, Severity severity, Set<String> engagements, int last, double share)
        implements ProgressRule {

    DisengagementRule {
        engagements = Set.copyOf(engagements);
    }

    @Override
    public List<Finding> findings(LearnerProgress progress, Predicate<String> isOpen, Names names) {
        List<Step> decided = progress.steps().stream()
                .filter(step -> step.shown().engagement() != null)
                .toList();
        if (decided.size() < last) {
            return List.of();
        }
        List<Step> latest = decided.subList(decided.size() - last, decided.size());
        List<Step> disengaged = latest.stream()
                .filter(step -> engagements.contains(step.shown().engagement()))
                .toList();
        double shown = (double) disengaged.size() / last;
        boolean holds = isOpen.test(Finding.ABOUT_ALL) ? shown > share / 2 : shown >= share;
        if (!holds) {
            return List.of();
        }
        String moods = Words.anyOf(engagements);
        return List.of(new Finding(
                Finding.ABOUT_ALL,
                List.of("%d of the last %d interactions were %s, since %s"
                        .formatted(
                                disengaged.size(),
                                last,
                                moods,
                                Words.when(disengaged.get(0).at()))),
                disengaged.stream().map(Step::interactionId).toList(),
                "At most %d of the last %d interactions being %s"
                        .formatted((int) Math.floor(last * share / 2), last, moods)));
    }
}
