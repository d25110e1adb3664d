package io.grasp.learner.alert;

/** When an alert is raised and when it is cleared. Both look at event time only. */
public sealed interface AlertRule permits ProgressRule, SilenceRule {
    /** Unique among the rules in use. */
    String name();

    Severity severity();
}
