package io.grasp.quickstart.timeline;

import io.grasp.events.ActiveMisconception;
import io.grasp.events.AlertSeverity;
import io.grasp.events.AlertStatus;
import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.ErasureRequest;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabelProbability;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.events.Misconception;
import io.grasp.events.ModelReference;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedResource;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.events.TaskLabels;
import io.grasp.quickstart.cli.Kept;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A student of fractions, and what topics hold about her. Events follow each other by a minute a number. */
final class Anna {
    static final String ID = "anna";
    static final String FRACTIONS = "fractions.addition";
    static final String GAP_THINKING = "fractions.gap-thinking";
    static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");
    static final CatalogNames NAMES =
            new CatalogNames(Map.of(GAP_THINKING, misconception()), Map.of("cut-the-bar", "Cut the bar"));

    static {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private final List<Interaction> interactions = new ArrayList<>();
    private final List<Kept<Classification>> classified = new ArrayList<>();
    private final List<Kept<LearnerState>> states = new ArrayList<>();
    private final List<FeedbackTriggered> feedback = new ArrayList<>();
    private final List<Recommendation> recommendations = new ArrayList<>();
    private final List<AtRiskAlert> alerts = new ArrayList<>();
    private final List<LabelRequest> requests = new ArrayList<>();
    private final List<Kept<LabeledInteraction>> labeled = new ArrayList<>();
    private final List<ErasureRequest> erasures = new ArrayList<>();

    static Instant minute(int minute) {
        return MONDAY.plusSeconds(60L * minute);
    }

    static Misconception misconception() {
        return Misconception.newBuilder()
                .setMisconceptionId(GAP_THINKING)
                .setLearningTopic(FRACTIONS)
                .setName("Gap thinking")
                .setExplanation("Compares the gaps between top and bottom")
                .setFeedback("Draw both bars.")
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    static Interaction interaction(int minute) {
        return Interaction.newBuilder()
                .setInteractionId("i-" + minute)
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setKind(InteractionKind.ANSWER)
                .setPrompt("Which is bigger, 2/3 or 3/4?")
                .setText("same. one bit off each")
                .setOccurredAt(minute(minute))
                .build();
    }

    static TaskDecision level(String level, double confidence, boolean abstained) {
        return TaskDecision.newBuilder()
                .setTask("comprehension")
                .setKind(TaskKind.ORDINAL)
                .setDecided(abstained ? List.of() : List.of(level))
                .setAbstained(abstained)
                .setConfidence(confidence)
                .setProbabilities(List.of(new LabelProbability(level, confidence)))
                .build();
    }

    static TaskDecision misconceptions(List<String> found, double probability) {
        return TaskDecision.newBuilder()
                .setTask("misconception")
                .setKind(TaskKind.MULTI_LABEL)
                .setDecided(found)
                .setAbstained(false)
                .setConfidence(0.9)
                .setProbabilities(List.of(new LabelProbability(GAP_THINKING, probability)))
                .build();
    }

    static Classification classification(int minute, TaskDecision... tasks) {
        return Classification.newBuilder()
                .setInteractionId("i-" + minute)
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setKind(InteractionKind.ANSWER)
                .setTasks(List.of(tasks))
                .setModel(new ModelReference("grasp", "v000001", "c0ffee"))
                .setSourcePartition(0)
                .setSourceOffset(minute)
                .setOccurredAt(minute(minute))
                .setClassifiedAt(minute(minute).plusSeconds(1))
                .build();
    }

    static LearnerState.Builder state(int interactions) {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= interactions; i++) {
            ids.add("i-" + i);
        }
        return LearnerState.newBuilder()
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setInteractions(interactions)
                .setLastInteractionIds(ids)
                .setUpdatedAt(minute(interactions));
    }

    static ActiveMisconception gapThinking(int count) {
        return new ActiveMisconception(GAP_THINKING, count, minute(1), minute(count));
    }

    static FeedbackTriggered feedbackOn(int minute) {
        return FeedbackTriggered.newBuilder()
                .setFeedbackId("f-" + minute)
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setInteractionId("i-" + minute)
                .setMisconceptionId(GAP_THINKING)
                .setMisconceptionName("Gap thinking")
                .setText("Draw both bars.")
                .setResourceIds(List.of("cut-the-bar"))
                .setConfidence(0.61)
                .setOccurredAt(minute(minute))
                .setDecidedAt(minute(minute).plusSeconds(2))
                .build();
    }

    static Recommendation recommendationOn(int minute) {
        return Recommendation.newBuilder()
                .setRecommendationId("i-" + minute)
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setInteractionId("i-" + minute)
                .setResources(List.of(RecommendedResource.newBuilder()
                        .setResourceId("cut-the-bar")
                        .setTitle("Cut the bar")
                        .setKind("WORKED_EXAMPLE")
                        .setScore(3.5)
                        .setReason("made for the level novice")
                        .build()))
                .setReason("made for the level novice")
                .setOccurredAt(minute(minute))
                .setDecidedAt(minute(minute).plusSeconds(2))
                .build();
    }

    static AtRiskAlert.Builder alert(int minute) {
        return AtRiskAlert.newBuilder()
                .setAlertId("a-1")
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setRule("repeated-misconception")
                .setSeverity(AlertSeverity.WARNING)
                .setStatus(AlertStatus.RAISED)
                .setEvidence(List.of("'Gap thinking' was found 3 times within a day"))
                .setEvidenceInteractionIds(List.of("i-" + minute))
                .setClearedBy("two answers without it")
                .setOccurredAt(minute(minute))
                .setDecidedAt(minute(minute).plusSeconds(2));
    }

    static LabeledInteraction label(int minute, String level, List<String> misconceptions) {
        return LabeledInteraction.newBuilder()
                .setInteractionId("i-" + minute)
                .setInteraction(interaction(minute))
                .setTaskLabels(List.of(
                        new TaskLabels("comprehension", TaskKind.ORDINAL, List.of(level), List.of()),
                        new TaskLabels("misconception", TaskKind.MULTI_LABEL, misconceptions, List.of())))
                .setLabeledBy("teacher-7")
                .setLabeledAt(minute(minute).plusSeconds(3600))
                .build();
    }

    Anna wrote(int minute) {
        interactions.add(interaction(minute));
        return this;
    }

    Anna classified(Classification classification) {
        classified.add(new Kept<>(ID, classification.getOccurredAt(), Optional.of(classification)));
        return this;
    }

    Anna stands(LearnerState.Builder state) {
        states.add(new Kept<>(
                CompositeKey.of(ID, FRACTIONS), minute((int) state.getInteractions()), Optional.of(state.build())));
        return this;
    }

    Anna standsCorrected(LearnerState.Builder state, Instant at) {
        states.add(new Kept<>(CompositeKey.of(ID, FRACTIONS), at, Optional.of(state.build())));
        return this;
    }

    Anna isErased(int minute) {
        states.add(new Kept<>(CompositeKey.of(ID, FRACTIONS), minute(minute), Optional.empty()));
        return this;
    }

    Anna gets(FeedbackTriggered given) {
        feedback.add(given);
        return this;
    }

    Anna gets(Recommendation given) {
        recommendations.add(given);
        return this;
    }

    Anna alerts(AtRiskAlert.Builder alert) {
        alerts.add(alert.build());
        return this;
    }

    Anna isAskedFor(int minute, String reason) {
        requests.add(LabelRequest.newBuilder()
                .setInteractionId("i-" + minute)
                .setStudentId(ID)
                .setLearningTopic(FRACTIONS)
                .setReason(reason)
                .setTasks(List.of("comprehension"))
                .setInteraction(interaction(minute))
                .setRequestedAt(minute(minute).plusSeconds(60))
                .build());
        return this;
    }

    Anna labeled(LabeledInteraction label) {
        labeled.add(new Kept<>(label.getInteractionId(), label.getLabeledAt(), Optional.of(label)));
        return this;
    }

    Anna asksForErasure(int minute) {
        erasures.add(new ErasureRequest(ID, "the school", "left", minute(minute)));
        return this;
    }

    StudentRecords records() {
        return new StudentRecords(
                ID,
                interactions,
                classified,
                states,
                feedback,
                recommendations,
                alerts,
                requests,
                labeled,
                erasures,
                0);
    }
}
