package io.grasp.model;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the model reads of an interaction.
 *
 * @param context segment A: what the student answers; may be empty
 * @param text segment B: what the student wrote
 */
public record ModelInput(String context, String text) {
    /** A text that answers nothing in particular. */
    public static ModelInput ofText(String text) {
        return new ModelInput("", text);
    }

    /** The one place where segment A is defined: the parts that are given and not blank, joined with one space. */
    public static ModelInput answering(@Nullable String prompt, @Nullable String referenceAnswer, String text) {
        String context = Stream.of(part(prompt), part(referenceAnswer))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return new ModelInput(context, text);
    }

    private static String part(@Nullable String given) {
        return Objects.requireNonNullElse(given, "").strip();
    }

    /** Lengths only: a student's text never reaches a log. */
    @Override
    public String toString() {
        return "ModelInput[context of %d, text of %d characters]".formatted(context.length(), text.length());
    }
}
