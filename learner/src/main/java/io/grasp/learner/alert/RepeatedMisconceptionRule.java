package io.grasp.learner.alert;

import io.grasp.learner.progress.HeldMisconception;
import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.progress.LearnerProgress.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * One misconception, not overcome, was seen again and again.
 *
 * @param times how often within the window
 */
record RepeatedMisconceptionRule(String name, Severity severity, Duration within, int times) implements ProgressRule {

    @Override
    public List<Finding> findings(LearnerProgress progress, Predicate<String> isOpen, Names names) {
        if (progress.held().isEmpty()) {
            return List.of();
        }
        List<Step> latest = progress.latest(within);
        return progress.held().stream()
                .flatMap(held -> finding(held, seen(latest, held), isOpen, names).stream())
                .toList();
    }

    private List<Finding> finding(HeldMisconception held, List<Step> seen, Predicate<String> isOpen, Names names) {
        // While it is held, an open alert stays open until the misconception was not seen for a whole window.
        if (seen.size() < (isOpen.test(held.id()) ? 1 : times)) {
            return List.of();
        }
        String misconception = names.of(held.id());
        return List.of(new Finding(
                held.id(),
                List.of("'%s' was seen %d times within %s, first on %s, last on %s"
                        .formatted(
                                misconception,
                                seen.size(),
                                Words.span(within),
                                Words.when(seen.get(0).at()),
                                Words.when(seen.get(seen.size() - 1).at()))),
                seen.stream().map(Step::interactionId).toList(),
                "An advanced answer without a misconception, or %s without '%s'"
                        .formatted(Words.span(within), misconception)));
    }

    private static List<Step> seen(List<Step> latest, HeldMisconception held) {
        return latest.stream()
                .filter(step -> !step.at().isBefore(held.since()))
                .filter(step -> step.shown().named().contains(held.id()))
                .toList();
    }
}
