package io.grasp.streams;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabelProbability;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.schemas.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Builds classifications; a test names only what it is about. */
public final class AClassification {
    static {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private final Classification.Builder builder = Classification.newBuilder()
            .setInteractionId("i-1")
            .setStudentId("student-1")
            .setLearningTopic("fractions.addition")
            .setKind(InteractionKind.ANSWER)
            .setComprehensionLevel("novice")
            .setModel(new ModelReference("grasp", "v000001", "c0ffee"))
            .setSourcePartition(0)
            .setSourceOffset(0)
            .setOccurredAt(AnInteraction.NOON)
            .setClassifiedAt(AnInteraction.NOON);

    private AClassification() {}

    public static AClassification aClassification() {
        return new AClassification();
    }

    public AClassification of(String interactionId) {
        builder.setInteractionId(interactionId);
        return this;
    }

    public AClassification by(String student) {
        builder.setStudentId(student);
        return this;
    }

    public AClassification at(String level) {
        builder.setComprehensionLevel(level);
        return this;
    }

    public AClassification withoutLevel() {
        builder.setComprehensionLevel(null);
        return this;
    }

    /** Of the comprehension task's levels, lowest first. */
    public AClassification withLevelProbabilities(double novice, double intermediate, double advanced) {
        builder.setTasks(List.of(TaskDecision.newBuilder()
                .setTask("comprehension")
                .setKind(TaskKind.ORDINAL)
                .setAbstained(false)
                .setConfidence(Math.max(novice, Math.max(intermediate, advanced)))
                .setProbabilities(List.of(
                        new LabelProbability("novice", novice),
                        new LabelProbability("intermediate", intermediate),
                        new LabelProbability("advanced", advanced)))
                .build()));
        return this;
    }

    public AClassification withConfidence(double confidence) {
        builder.setTasks(builder.getTasks().stream()
                .map(task ->
                        TaskDecision.newBuilder(task).setConfidence(confidence).build())
                .toList());
        return this;
    }

    /** By words alone, because too much waited. */
    public AClassification degraded() {
        builder.setDecidedBy(DecisionPath.DEGRADED);
        return this;
    }

    /** In place of a degraded one. */
    public AClassification correcting() {
        builder.setDecidedBy(DecisionPath.FULL).setCorrects(true);
        return this;
    }

    public AClassification in(String language) {
        builder.setLanguage(language);
        return this;
    }

    public AClassification when(Instant occurredAt) {
        builder.setOccurredAt(occurredAt).setClassifiedAt(occurredAt);
        return this;
    }

    public AClassification classifiedAt(Instant when) {
        builder.setClassifiedAt(when);
        return this;
    }

    public AClassification on(String learningTopic) {
        builder.setLearningTopic(learningTopic);
        return this;
    }

    public AClassification feeling(String engagement) {
        builder.setTasks(List.of(TaskDecision.newBuilder()
                .setTask("engagement")
                .setKind(TaskKind.SINGLE_LABEL)
                .setDecided(List.of(engagement))
                .setAbstained(false)
                .setConfidence(0.8)
                .build()));
        return this;
    }

    public AClassification showing(String... misconceptions) {
        List<String> ids = Arrays.asList(misconceptions);
        builder.setMisconceptions(ids)
                .setTasks(List.of(TaskDecision.newBuilder()
                        .setTask("misconception")
                        .setKind(TaskKind.MULTI_LABEL)
                        .setDecided(ids)
                        .setAbstained(false)
                        .setConfidence(0.9)
                        .setProbabilities(ids.stream()
                                .map(id -> new LabelProbability(id, 0.9))
                                .toList())
                        .build()));
        return this;
    }

    public AClassification answeredBy(String version) {
        builder.setModel(new ModelReference("grasp", version, "c0ffee"));
        return this;
    }

    public Classification build() {
        return builder.build();
    }
}
