package io.grasp.learner.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A student who wrote often has written nothing for a while, on any learning topic.
 *
 * @param interactions how many
 * @param within in how long a time before the silence they make a student an active one
 * @param silence how long a silence raises the alert
 */
public record SilenceRule(String name, Severity severity, int interactions, Duration within, Duration silence)
        implements AlertRule {

    /**
     * Whether the student was active and is silent; which interactions these were, the caller adds.
     *
     * @param latest when the student's latest interactions were written, oldest first
     * @param now the time of events, not of a clock
     */
    public Optional<Finding> finding(List<Instant> latest, Instant now) {
        if (latest.size() < interactions) {
            return Optional.empty();
        }
        Instant last = latest.get(latest.size() - 1);
        Instant first = latest.get(latest.size() - interactions);
        if (first.isBefore(last.minus(within)) || now.isBefore(last.plus(silence))) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Finding.ABOUT_ALL,
                List.of("%d interactions within %s up to %s, then none for %s"
                        .formatted(interactions, Words.span(within), Words.when(last), Words.span(silence))),
                List.of(),
                "Any interaction"));
    }
}
