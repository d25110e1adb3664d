package io.grasp.streams.decide;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.FeedbackAt;
import io.grasp.events.Interventions;
import io.grasp.events.RecommendationTrial;
import io.grasp.events.RecommendedAt;
import java.util.List;

/**
 * What was done about a learner, as far as it matters for what is done next. The stored event as a value: a copy shares
 * what stays, where Avro's builders copy everything. Immutable as long as nobody changes the lists.
 */
record InterventionHistory(
        List<RecommendedAt> recommended,
        List<FeedbackAt> feedback,
        List<RecommendationTrial> trials,
        List<AtRiskAlert> openAlerts) {
    static final InterventionHistory NONE = new InterventionHistory(List.of(), List.of(), List.of(), List.of());

    static InterventionHistory of(Interventions event) {
        return new InterventionHistory(
                event.getRecommended(), event.getFeedback(), event.getTrials(), event.getOpenAlerts());
    }

    Interventions event() {
        return new Interventions(recommended, feedback, trials, openAlerts);
    }

    InterventionHistory withRecommended(List<RecommendedAt> now) {
        return new InterventionHistory(now, feedback, trials, openAlerts);
    }

    InterventionHistory withFeedback(List<FeedbackAt> now) {
        return new InterventionHistory(recommended, now, trials, openAlerts);
    }

    InterventionHistory withTrials(List<RecommendationTrial> now) {
        return new InterventionHistory(recommended, feedback, now, openAlerts);
    }

    InterventionHistory withOpenAlerts(List<AtRiskAlert> now) {
        return new InterventionHistory(recommended, feedback, trials, now);
    }
}
