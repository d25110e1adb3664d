package io.grasp.learner.alert;

import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.progress.LearnerProgress.Step;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Mastery has fallen from its highest within a window.
 *
 * @param drop by at least how much, as a difference of probabilities; half of it made good clears the alert
 */
record FallingMasteryRule(String name, Severity severity, Duration within, double drop) implements ProgressRule {
    @Override
    public List<Finding> findings(LearnerProgress progress, Predicate<String> isOpen, Names names) {
        Optional<Step> highest = highestWithin(progress);
        if (highest.isEmpty()) {
            return List.of();
        }
        double from = highest.get().mastery().orElseThrow();
        double to = progress.mastery().orElseThrow();
        double tolerated = isOpen.test(Finding.ABOUT_ALL) ? drop / 2 : drop;
        if (from - to < tolerated) {
            return List.of();
        }
        return List.of(new Finding(
                Finding.ABOUT_ALL,
                List.of("Mastery fell from %s (%s) to %s, by %s points or more within %s"
                        .formatted(
                                Words.percent(from),
                                Words.when(highest.get().at()),
                                Words.percent(to),
                                Math.round(100 * drop),
                                Words.span(within))),
                progress.steps().stream()
                        .dropWhile(step ->
                                !step.interactionId().equals(highest.get().interactionId()))
                        .map(Step::interactionId)
                        .toList(),
                "Mastery of at least %s".formatted(Words.percent(from - drop / 2))));
    }

    private Optional<Step> highestWithin(LearnerProgress progress) {
        return progress.latest(within).stream()
                .filter(step -> step.mastery().isPresent())
                .max(Comparator.comparingDouble(step -> step.mastery().getAsDouble()));
    }
}
