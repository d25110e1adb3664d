package io.grasp.trainer.labels;

import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskLabels;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.dataset.TaskScheme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows as records of the label log, and back. */
public final class LabelRecords {
    private LabelRecords() {}

    /**
     * The interaction of a row.
     *
     * @param now when it happened, for a row that does not say
     */
    public static Interaction interaction(LabeledRow row, Instant now) {
        return Interaction.newBuilder()
                .setInteractionId(row.id())
                .setStudentId(row.student())
                .setLearningTopic(row.learningTopic())
                .setKind(kind(row.kind()))
                .setText(row.text())
                .setPrompt(row.prompt())
                .setReferenceAnswer(row.referenceAnswer())
                .setOccurredAt(row.time() == null ? now : row.time())
                .build();
    }

    /**
     * The label record of a row.
     *
     * @param scheme the kinds and scales of the tasks that rows are labelled for
     * @param labeledBy who labelled: a person's pseudonymous id or the name of an import
     */
    public static LabeledInteraction labeled(LabeledRow row, TaskScheme scheme, String labeledBy, Instant now) {
        List<TaskLabels> taskLabels = new ArrayList<>();
        for (TaskDefinition definition : scheme.definitions()) {
            if (row.isLabeledFor(definition.name())) {
                taskLabels.add(TaskLabels.newBuilder()
                        .setTask(definition.name())
                        .setKind(io.grasp.events.TaskKind.valueOf(
                                definition.kind().name()))
                        .setLabels(row.labelsFor(definition.name()))
                        .setScale(definition.scale())
                        .build());
            }
        }
        return LabeledInteraction.newBuilder()
                .setInteractionId(row.id())
                .setInteraction(interaction(row, now))
                .setTaskLabels(taskLabels)
                .setLabeledBy(labeledBy)
                .setLabeledAt(now)
                .setSplit(row.split())
                .build();
    }

    /** Tasks of a kind that this version does not know are left out. */
    static LabelReading read(LabeledInteraction record) {
        if (record.getInteractionId().isBlank()) {
            return new LabelReading.Unusable("It has a blank interaction id");
        }
        Map<String, List<String>> labels = new LinkedHashMap<>();
        List<TaskDefinition> definitions = new ArrayList<>();
        for (TaskLabels taskLabels : record.getTaskLabels()) {
            Optional<TaskKind> kind = kind(taskLabels.getKind());
            if (kind.isPresent()) {
                Optional<String> fault = fault(taskLabels, kind.get());
                if (fault.isPresent()) {
                    return new LabelReading.Unusable(fault.get());
                }
                if (labels.put(taskLabels.getTask(), distinct(taskLabels.getLabels())) != null) {
                    return new LabelReading.Unusable("It labels the task %s twice".formatted(taskLabels.getTask()));
                }
                List<String> scale = kind.get() == TaskKind.ORDINAL ? taskLabels.getScale() : List.of();
                definitions.add(new TaskDefinition(taskLabels.getTask(), kind.get(), scale));
            }
        }
        Interaction interaction = record.getInteraction();
        LabeledRow row = new LabeledRow(
                record.getInteractionId(),
                interaction.getStudentId(),
                interaction.getLearningTopic(),
                interaction.getKind() == InteractionKind.UNKNOWN
                        ? null
                        : interaction.getKind().name(),
                interaction.getPrompt(),
                interaction.getReferenceAnswer(),
                interaction.getText(),
                labels,
                record.getSplit(),
                interaction.getOccurredAt());
        return new LabelReading.Usable(row, definitions);
    }

    private static Optional<String> fault(TaskLabels taskLabels, TaskKind kind) {
        List<String> labels = taskLabels.getLabels();
        List<String> scale = taskLabels.getScale();
        String of = "The labels of task %s ".formatted(taskLabels.getTask());
        if (labels.stream().anyMatch(String::isBlank)) {
            return Optional.of(of + "have a blank one");
        }
        if (kind != TaskKind.MULTI_LABEL && labels.size() != 1) {
            return Optional.of(of + "must be exactly one but are " + labels.size());
        }
        if (kind == TaskKind.ORDINAL && !scale.containsAll(labels)) {
            return Optional.of(of + "are not on its scale " + scale);
        }
        try {
            // A task is checked where it is defined; what a head could not be made for can't be learnt from.
            var unused = new Task(
                    taskLabels.getTask(),
                    kind,
                    switch (kind) {
                        case ORDINAL -> scale;
                        case SINGLE_LABEL -> List.of("a", "b");
                        case MULTI_LABEL -> List.of("a");
                    });
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> distinct(List<String> labels) {
        return labels.stream().distinct().toList();
    }

    private static Optional<TaskKind> kind(io.grasp.events.TaskKind kind) {
        return kind == io.grasp.events.TaskKind.UNKNOWN ? Optional.empty() : Optional.of(TaskKind.valueOf(kind.name()));
    }

    private static InteractionKind kind(@Nullable String name) {
        if (name == null) {
            return InteractionKind.ANSWER;
        }
        String asSymbol = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        for (InteractionKind kind : InteractionKind.values()) {
            if (kind.name().equals(asSymbol)) {
                return kind;
            }
        }
        return InteractionKind.UNKNOWN;
    }
}
