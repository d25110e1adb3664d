package io.grasp.learner.alert;

import io.grasp.learner.progress.LearnerProgress;
import java.util.List;
import java.util.function.Predicate;

/** A rule over a student's progress on one learning topic. Windows end with the latest interaction. */
public sealed interface ProgressRule extends AlertRule
        permits FallingMasteryRule, RepeatedMisconceptionRule, EngagementRunRule, DisengagementRule {

    /**
     * All that it finds.
     *
     * @param isOpen whether an alert about that is open already: to stay open takes less than to be raised, so that one
     *     interaction does not raise and clear it by turns
     * @param names words for misconceptions
     */
    List<Finding> findings(LearnerProgress progress, Predicate<String> isOpen, Names names);

    /** What misconceptions are called by people. */
    interface Names {
        String of(String misconception);
    }
}
