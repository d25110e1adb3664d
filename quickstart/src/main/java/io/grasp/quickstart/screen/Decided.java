package io.grasp.quickstart.screen;

import io.grasp.events.Classification;
import io.grasp.schemas.TaskDecisions;

/** Words what a model decided. */
final class Decided {
    private Decided() {}

    /** Returns the labels that were decided for a task, or that the model is unsure, or nothing if it was not asked. */
    static String by(Classification classification, String task) {
        return TaskDecisions.of(classification, task)
                .map(decision -> decision.getAbstained() ? "unsure" : String.join(", ", decision.getDecided()))
                .orElse("");
    }
}
