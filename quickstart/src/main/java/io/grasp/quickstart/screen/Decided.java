package io.grasp.quickstart.screen;

import io.grasp.events.Classification;

/** Words what a model decided. */
final class Decided {
    private Decided() {}

    /** Returns the labels that were decided for a task, or that the model is unsure, or nothing if it was not asked. */
    static String by(Classification classification, String task) {
        return classification.getTasks().stream()
                .filter(decision -> decision.getTask().equals(task))
                .findFirst()
                .map(decision -> decision.getAbstained() ? "unsure" : String.join(", ", decision.getDecided()))
                .orElse("");
    }
}
