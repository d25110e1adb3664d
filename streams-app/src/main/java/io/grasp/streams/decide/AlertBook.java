package io.grasp.streams.decide;

import io.grasp.events.AlertSeverity;
import io.grasp.events.AlertStatus;
import io.grasp.events.AtRiskAlert;
import io.grasp.learner.alert.AlertRule;
import io.grasp.learner.alert.Finding;
import io.grasp.schemas.CompositeKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares what rules find with the alerts that are open: raises what is new, updates what has changed, clears what no
 * longer holds. Each alert is raised once and cleared once, since the open ones are kept in state.
 */
final class AlertBook {
    private final String studentId;
    private final @Nullable String learningTopic;
    private final Map<String, AtRiskAlert> before = new LinkedHashMap<>();
    private final Map<String, AtRiskAlert> after = new LinkedHashMap<>();
    private final List<AtRiskAlert> events = new ArrayList<>();

    /** @param learningTopic null if the alerts are about the student as a whole */
    AlertBook(String studentId, @Nullable String learningTopic, List<AtRiskAlert> open) {
        this.studentId = studentId;
        this.learningTopic = learningTopic;
        open.forEach(alert -> before.put(placeOf(alert), alert));
    }

    /** Whether an alert of this rule about this is open. */
    boolean isOpen(AlertRule rule, String about) {
        return before.containsKey(place(rule, about));
    }

    /**
     * Enters a finding.
     *
     * @param occasion tells this raising of the alert from others
     */
    void found(AlertRule rule, Finding finding, String occasion, Instant occurredAt, Instant decidedAt) {
        String place = place(rule, finding.about());
        AtRiskAlert known = before.remove(place);
        AtRiskAlert now = AtRiskAlert.newBuilder()
                .setAlertId(known == null ? place + "/" + CompositeKey.of(occasion) : known.getAlertId())
                .setStudentId(studentId)
                .setLearningTopic(learningTopic)
                .setRule(rule.name())
                .setSeverity(AlertSeverity.valueOf(rule.severity().name()))
                .setStatus(known == null ? AlertStatus.RAISED : AlertStatus.UPDATED)
                .setEvidence(finding.evidence())
                .setEvidenceInteractionIds(finding.interactionIds())
                .setClearedBy(finding.clearedBy())
                .setOccurredAt(occurredAt)
                .setDecidedAt(decidedAt)
                .build();
        if (known != null && saysTheSame(known, now)) {
            after.put(place, known);
        } else {
            after.put(place, now);
            events.add(now);
        }
    }

    /** Clears what was open and has not been found again. */
    void clearOthers(String why, Instant occurredAt, Instant decidedAt) {
        before.values()
                .forEach(alert -> events.add(AtRiskAlert.newBuilder(alert)
                        .setStatus(AlertStatus.CLEARED)
                        .setClearedBy(why)
                        .setOccurredAt(occurredAt)
                        .setDecidedAt(decidedAt)
                        .build()));
        before.clear();
    }

    /** What tutors are to be told, in the order in which it was found. */
    List<AtRiskAlert> events() {
        return List.copyOf(events);
    }

    List<AtRiskAlert> open() {
        return List.copyOf(after.values());
    }

    private static boolean saysTheSame(AtRiskAlert known, AtRiskAlert now) {
        return known.getEvidence().equals(now.getEvidence())
                && known.getEvidenceInteractionIds().equals(now.getEvidenceInteractionIds())
                && known.getSeverity() == now.getSeverity()
                && known.getClearedBy().equals(now.getClearedBy());
    }

    private String place(AlertRule rule, String about) {
        return learningTopic == null
                ? CompositeKey.of(studentId, rule.name(), about)
                : CompositeKey.of(studentId, learningTopic, rule.name(), about);
    }

    /** An alert's id is its place and the occasion on which it was raised. */
    private static String placeOf(AtRiskAlert alert) {
        return alert.getAlertId().substring(0, alert.getAlertId().lastIndexOf('/'));
    }
}
