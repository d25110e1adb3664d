package io.grasp.learner.alert;

import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.progress.LearnerProgress.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
                                Words.anyOf(engagements),
                                Words.when(run.get(0).at()))),
                run.stream().map(Step::interactionId).toList(),
                "An interaction that is not %s".formatted(Words.anyOf(engagements))));
    }

    /** Oldest first. Interactions of which no engagement was decided neither lengthen nor end it. */
    private List<Step> run(LearnerProgress progress) {
        List<Step> run = new ArrayList<>();
        for (Step step : progress.latest(within)) {
            String engagement = step.shown().engagement();
            if (engagement != null && engagements.contains(engagement)) {
                run.add(step);
            } else if (engagement != null) {
                run.clear();
            }
        }
        return run;
    }
}
