package io.grasp.learner.alert;

/** How soon somebody should look. */
public enum Severity {
    INFO,
    WARNING,
    URGENT
}
