package io.grasp.quickstart.fairness;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * A share that groups are compared by.
 *
 * @param kind what is counted
 * @param name of which rule or task; empty for any
 */
record Measure(Kind kind, String name) {
    /** What is counted. */
    enum Kind {
        /** Share of students about whom an alert was raised. */
        ALERTED,
        /** Share of decisions that agree with the label that came later. */
        AGREEMENT,
        /** Share of classifications in which the model abstained. */
        ABSTENTION
    }

    /** Returns the student's cases, empty if there is none. */
    Optional<Count> of(StudentOutcome student) {
        Function<Map<String, Count>, Optional<Count>> ofTask =
                counts -> Optional.ofNullable(counts.get(name)).filter(count -> count.of() > 0);
        return switch (kind) {
            case ALERTED ->
                Optional.of(Count.of(
                        name.isEmpty()
                                ? !student.alertRules().isEmpty()
                                : student.alertRules().contains(name)));
            case AGREEMENT -> ofTask.apply(student.agreement());
            case ABSTENTION -> ofTask.apply(student.abstention());
        };
    }

    /**
     * Groups compared by a measure.
     *
     * @param byGroup empty for a group that is suppressed here; groups without cases are missing
     */
    record Compared(Measure measure, SortedMap<String, Optional<Figure>> byGroup) {}

    /**
     * One group's share.
     *
     * @param students whose cases they are
     * @param difference to the rest; empty if there is no rest to be shown
     */
    record Figure(int students, Count count, Optional<Difference> difference) {}
}
