package io.grasp.streams.decide;

import io.grasp.events.AtRiskAlert;
import io.grasp.learner.alert.Finding;
import io.grasp.learner.alert.ProgressRule;
import io.grasp.learner.memory.LearnerMemory;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.progress.LearnerProgress;
import io.grasp.streams.catalog.Catalog;
import java.time.Instant;
import java.util.List;

/** Alerts about a student's progress on one learning topic. */
final class ProgressAlerts {
    private final List<ProgressRule> rules;
    private final Catalog catalog;

    ProgressAlerts(List<ProgressRule> rules, Catalog catalog) {
        this.rules = rules;
        this.catalog = catalog;
    }

    /** @param cause what made the progress another one */
    Reviewed review(
            Learner learner,
            LearnerMemory memory,
            LearnerProgress progress,
            Observation cause,
            InterventionHistory before,
            Instant decidedAt) {
        AlertBook book = new AlertBook(learner.studentId(), learner.learningTopic(), before.openAlerts());
        Instant at = memory.newest().at();
        for (ProgressRule rule : rules) {
            for (Finding finding : rule.findings(progress, about -> book.isOpen(rule, about), catalog::nameOf)) {
                book.found(rule, finding, cause.interactionId(), at, decidedAt);
            }
        }
        book.clearOthers(why(cause), at, decidedAt);
        return new Reviewed(
                book.events(), book.open().equals(before.openAlerts()) ? before : before.withOpenAlerts(book.open()));
    }

    private static String why(Observation cause) {
        return cause.labelled() == null
                ? "Interaction " + cause.interactionId()
                : "A teacher's label of interaction " + cause.interactionId();
    }

    /**
     * What came out of it.
     *
     * @param events what tutors are to be told
     * @param after what is open then
     */
    record Reviewed(List<AtRiskAlert> events, InterventionHistory after) {}
}
