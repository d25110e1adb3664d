package io.grasp.quickstart.timeline;

import static java.util.stream.Collectors.toMap;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedResource;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskLabels;
import io.grasp.quickstart.timeline.Moment.Alerted;
import io.grasp.quickstart.timeline.Moment.ErasureAsked;
import io.grasp.quickstart.timeline.Moment.Recomputed;
import io.grasp.quickstart.timeline.Moment.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A timeline for programs: ids instead of names, every moment, and what is not known left out. */
final class TimelineJson {
    private final boolean withText;

    /** @param withText whether what the student wrote may be told */
    TimelineJson(boolean withText) {
        this.withText = withText;
    }

    List<Map<String, Object>> of(Timeline timeline) {
        return timeline.moments().stream().map(this::of).toList();
    }

    private Map<String, Object> of(Moment moment) {
        Fields fields = new Fields().with("at", moment.at().toString());
        moment.learningTopic().ifPresent(topic -> fields.with("learning_topic", topic));
        if (moment instanceof Written written) {
            written(written, fields);
        } else if (moment instanceof Alerted alerted) {
            fields.with("alerts", List.of(alert(alerted.alert())));
        } else if (moment instanceof Recomputed recomputed) {
            fields.with("states", List.of(state(recomputed.move())));
        } else if (moment instanceof ErasureAsked asked) {
            fields.with(
                    "erasure",
                    new Fields()
                            .with("requested_by", asked.request().getRequestedBy())
                            .with("reason", asked.request().getReason())
                            .map());
        }
        return fields.map();
    }

    private void written(Written written, Fields fields) {
        fields.with("interaction_id", written.interactionId());
        written.interaction().ifPresent(interaction -> interaction(interaction, written.isToBeErased(), fields));
        fields.with("classifications", each(written.classifications(), TimelineJson::classification))
                .with("states", each(written.moves(), TimelineJson::state))
                .with("state_compacted_away", isStateLost(written) ? true : null)
                .with("feedback", each(written.feedback(), TimelineJson::feedback))
                .with("recommendations", each(written.recommendations(), TimelineJson::recommendation))
                .with("alerts", each(written.alerts(), TimelineJson::alert))
                .with("label_requests", each(written.labelRequests(), TimelineJson::request))
                .with("label", written.label().map(TimelineJson::label).orElse(null));
    }

    private static boolean isStateLost(Written written) {
        return written.moves().isEmpty() && !written.classifications().isEmpty() && written.isStateCompacted();
    }

    private void interaction(Interaction interaction, boolean isToBeErased, Fields fields) {
        fields.with("kind", interaction.getKind().name())
                .with("prompt", interaction.getPrompt())
                .with("text", withText && !isToBeErased ? interaction.getText() : null);
    }

    private static Map<String, Object> classification(Classification classification) {
        return new Fields()
                .with("level", classification.getComprehensionLevel())
                .with("misconceptions", classification.getMisconceptions())
                .with("tasks", each(classification.getTasks(), TimelineJson::decision))
                .with("model_version", classification.getModel().getVersion())
                .with("classified_at", classification.getClassifiedAt().toString())
                .with(
                        "decided_by",
                        Optional.ofNullable(classification.getDecidedBy())
                                .map(DecisionPath::name)
                                .orElse(null))
                .with("corrects", classification.getCorrects() ? true : null)
                .map();
    }

    private static Map<String, Object> decision(TaskDecision task) {
        return new Fields()
                .with("task", task.getTask())
                .with("decided", task.getDecided())
                .with("abstained", task.getAbstained())
                .with("confidence", task.getConfidence())
                .map();
    }

    private static Map<String, Object> state(StateMove move) {
        return new Fields()
                .with("before", move.before().map(TimelineJson::state).orElse(null))
                .with("by_label", move.isCorrection() ? true : null)
                .with("before_compacted_away", move.isBeforeLost() ? true : null)
                .with("after", state(move.after()))
                .map();
    }

    private static Map<String, Object> state(LearnerState state) {
        return new Fields()
                .with("level", state.getLevel())
                .with("mastery", state.getMastery())
                .with("engagement", state.getEngagement())
                .with("engagement_trend", state.getEngagementTrend())
                .with("interactions", state.getInteractions())
                .with(
                        "active_misconceptions",
                        each(
                                state.getActiveMisconceptions(),
                                active -> new Fields()
                                        .with("misconception", active.getMisconceptionId())
                                        .with("count", active.getCount())
                                        .with(
                                                "first_seen_at",
                                                active.getFirstSeenAt().toString())
                                        .map()))
                .map();
    }

    private static Map<String, Object> feedback(FeedbackTriggered feedback) {
        return new Fields()
                .with("misconception", feedback.getMisconceptionId())
                .with("text", feedback.getText())
                .with("confidence", feedback.getConfidence())
                .with("resources", feedback.getResourceIds())
                .map();
    }

    private static Map<String, Object> recommendation(Recommendation recommendation) {
        return new Fields()
                .with("reason", recommendation.getReason())
                .with("resources", each(recommendation.getResources(), TimelineJson::resource))
                .map();
    }

    private static Map<String, Object> resource(RecommendedResource resource) {
        return new Fields()
                .with("resource", resource.getResourceId())
                .with("score", resource.getScore())
                .with("reason", resource.getReason())
                .map();
    }

    private static Map<String, Object> alert(AtRiskAlert alert) {
        return new Fields()
                .with("alert_id", alert.getAlertId())
                .with("rule", alert.getRule())
                .with("status", alert.getStatus().name())
                .with("severity", alert.getSeverity().name())
                .with("evidence", alert.getEvidence())
                .with("evidence_interaction_ids", alert.getEvidenceInteractionIds())
                .with("cleared_by", alert.getClearedBy())
                .map();
    }

    private static Map<String, Object> request(LabelRequest request) {
        return new Fields()
                .with("reason", request.getReason())
                .with("tasks", request.getTasks())
                .with("requested_at", request.getRequestedAt().toString())
                .map();
    }

    private static Map<String, Object> label(LabeledInteraction label) {
        return new Fields()
                .with(
                        "tasks",
                        label.getTaskLabels().stream()
                                .collect(toMap(TaskLabels::getTask, TaskLabels::getLabels, (first, second) -> second)))
                .with("labeled_by", label.getLabeledBy())
                .with("labeled_at", label.getLabeledAt().toString())
                .map();
    }

    private static <T> @Nullable List<Map<String, Object>> each(List<T> all, Function<T, Map<String, Object>> json) {
        return all.isEmpty() ? null : all.stream().map(json).toList();
    }

    /** An object that grows field by field; a field without a value is left out. */
    private static final class Fields {
        private final Map<String, Object> map = new LinkedHashMap<>();

        Fields with(String name, @Nullable Object value) {
            Optional.ofNullable(value).ifPresent(known -> map.put(name, known));
            return this;
        }

        Map<String, Object> map() {
            return map;
        }
    }
}
