package io.grasp.schemas;

import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import java.time.Instant;
import java.util.Map;

/** Interactions for tests; a test names only what it is about. */
final class AnInteraction {
    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private AnInteraction() {}

    static Interaction.Builder anInteraction() {
        return Interaction.newBuilder()
                .setInteractionId("i-1")
                .setStudentId("s-1")
                .setLearningTopic("fractions.addition")
                .setKind(InteractionKind.ANSWER)
                .setText("1/2 + 1/3 = 2/5")
                .setPrompt("Add 1/2 and 1/3.")
                .setReferenceAnswer(null)
                .setLanguage("en")
                .setOccurredAt(NOON)
                .setAttributes(Map.of("course", "5b"));
    }
}
