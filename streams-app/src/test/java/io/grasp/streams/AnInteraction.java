package io.grasp.streams;

import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import java.time.Instant;

/** Builds interactions; a test names only what it is about. */
public final class AnInteraction {
    public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final Interaction.Builder builder = Interaction.newBuilder()
            .setInteractionId("i-1")
            .setStudentId("student-1")
            .setLearningTopic("fractions.addition")
            .setKind(InteractionKind.ANSWER)
            .setText("you add the tops")
            .setPrompt("What is 1/2 + 1/4?")
            .setOccurredAt(NOON);

    private AnInteraction() {}

    public static AnInteraction anInteraction() {
        return new AnInteraction();
    }

    public AnInteraction withId(String id) {
        builder.setInteractionId(id);
        return this;
    }

    public AnInteraction by(String student) {
        builder.setStudentId(student);
        return this;
    }

    public AnInteraction on(String learningTopic) {
        builder.setLearningTopic(learningTopic);
        return this;
    }

    public AnInteraction withText(String text) {
        builder.setText(text);
        return this;
    }

    public AnInteraction ofKind(InteractionKind kind) {
        builder.setKind(kind);
        return this;
    }

    public AnInteraction withPrompt(String prompt) {
        builder.setPrompt(prompt);
        return this;
    }

    public AnInteraction when(Instant occurredAt) {
        builder.setOccurredAt(occurredAt);
        return this;
    }

    public Interaction build() {
        return builder.build();
    }
}
