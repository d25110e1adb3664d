package io.grasp.learner.alert;

import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.progress.LearnerProgress.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A run of interactions, the latest among them, were all written in one of these moods.
 *
 * @param engagements labels of the engagement task, such as confused
 * @param length of the run at least, within the window
 */
record EngagementRunRule(String name, Severity severity, Set<String> engagements, Duration within, int length)
        implements ProgressRule {

    EngagementRunRule {
        engagements = Set.copyOf(engagements);
    }

    @Override
    public List<Finding> findings(LearnerProgress progress, Predicate<String> isOpen, Names names) {
        List<Step> run = run(progress);
        if (run.size() < (isOpen.test(Finding.ABOUT_ALL) ? 1 : length)) {
            return List.of();
        }
        return List.of(new Finding(
                Finding.ABOUT_ALL,
                List.of("The last %d interactions were %s, since %s"
                        .formatted(
                                run.size(),
                                String.join(" or ", new TreeSet<>(engagements)),
                                Words.when(run.get(0).at()))),
                run.stream().map(Step::interactionId).toList(),
                "An interaction that is not %s".formatted(String.join(" or ", new TreeSet<>(engagements)))));
    }

    /** Oldest first. Interactions of which no engagement was decided neither lengthen nor end it. */
    private List<Step> run(LearnerProgress progress) {
        List<Step> run = new ArrayList<>();
        List<Step> steps = progress.steps();
        if (steps.isEmpty()) {
            return run;
        }
        Instant begin = steps.get(steps.size() - 1).at().minus(within);
        for (int i = steps.size() - 1; i >= 0 && !steps.get(i).at().isBefore(begin); i--) {
            String engagement = steps.get(i).shown().engagement();
            if (engagement != null && !engagements.contains(engagement)) {
                break;
            }
            if (engagement != null) {
                run.add(0, steps.get(i));
            }
        }
        return run;
    }
}
