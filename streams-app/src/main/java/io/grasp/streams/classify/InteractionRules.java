package io.grasp.streams.classify;

import io.grasp.events.Interaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an interaction must be like to be classified. Each refusal names the cure and never holds what the student
 * wrote.
 *
 * @param maxCharacters longest text, prompt or reference answer that is accepted
 */
record InteractionRules(int maxCharacters) {
    /** Returns why this interaction is refused, or empty if it is accepted. */
    Optional<String> refusal(byte @Nullable [] key, Interaction interaction) {
        if (interaction.getInteractionId().isBlank()) {
            return Optional.of("interactionId is blank; give every interaction an id of its own");
        }
        if (interaction.getStudentId().isBlank()) {
            return Optional.of("studentId is blank; say who wrote this");
        }
        if (interaction.getLearningTopic().isBlank()) {
            return Optional.of("learningTopic is blank; say what is being learnt");
        }
        if (!isTheStudent(key, interaction)) {
            return Optional.of("the record's key is not its studentId; key interactions by student id,"
                    + " so that a student's interactions stay in order");
        }
        if (interaction.getText().isBlank()) {
            return Optional.of("text is blank; there is nothing to classify");
        }
        return tooLong("text", interaction.getText())
                .or(() -> tooLong("prompt", interaction.getPrompt()))
                .or(() -> tooLong("referenceAnswer", interaction.getReferenceAnswer()));
    }

    private Optional<String> tooLong(String field, @Nullable String value) {
        return value == null || value.length() <= maxCharacters
                ? Optional.empty()
                : Optional.of("%s has %d characters, more than the %d that are accepted; shorten it or raise %s"
                        .formatted(field, value.length(), maxCharacters, "classify.max.characters"));
    }

    private static boolean isTheStudent(byte @Nullable [] key, Interaction interaction) {
        return key != null && Arrays.equals(key, interaction.getStudentId().getBytes(StandardCharsets.UTF_8));
    }
}
