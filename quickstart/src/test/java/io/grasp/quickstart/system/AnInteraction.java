package io.grasp.quickstart.system;

import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import java.time.Instant;

/** An answer that nothing is wrong with. */
final class AnInteraction {
    private AnInteraction() {}

    static Interaction.Builder anInteraction(String id, String student) {
        return Interaction.newBuilder()
                .setInteractionId(id)
                .setStudentId(student)
                .setLearningTopic("fractions.addition")
                .setKind(InteractionKind.ANSWER)
                .setText("you add the tops and keep the bottom")
                .setOccurredAt(Instant.parse("2026-03-02T12:00:00Z"));
    }
}
