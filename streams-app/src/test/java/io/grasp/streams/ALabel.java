package io.grasp.streams;

import io.grasp.events.LabeledInteraction;
import io.grasp.events.TaskKind;
import io.grasp.events.TaskLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds a teacher's labels of an interaction; a test names only what it is about. */
public final class ALabel {
    private final AnInteraction interaction = AnInteraction.anInteraction();
    private final List<TaskLabels> labels = new ArrayList<>();
    private String id = "i-1";
    private Instant at = AnInteraction.NOON.plusSeconds(60);

    private ALabel() {}

    public static ALabel aLabel() {
        return new ALabel();
    }

    public ALabel of(String interactionId) {
        id = interactionId;
        return this;
    }

    public ALabel ofStudent(String student) {
        interaction.by(student);
        return this;
    }

    public ALabel level(String level) {
        labels.add(new TaskLabels(
                "comprehension", TaskKind.ORDINAL, List.of(level), List.of("novice", "intermediate", "advanced")));
        return this;
    }

    public ALabel misconceptions(String... misconceptions) {
        labels.add(new TaskLabels("misconception", TaskKind.MULTI_LABEL, Arrays.asList(misconceptions), List.of()));
        return this;
    }

    public ALabel given(Instant labeledAt) {
        at = labeledAt;
        return this;
    }

    public LabeledInteraction build() {
        return LabeledInteraction.newBuilder()
                .setInteractionId(id)
                .setInteraction(interaction.withId(id).build())
                .setTaskLabels(labels)
                .setLabeledBy("teacher-1")
                .setLabeledAt(at)
                .build();
    }
}
