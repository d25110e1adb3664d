package io.grasp.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the model reads of an interaction. What is not known is empty.
 *
 * @param prompt what the student was asked
 * @param referenceAnswer what a good answer says
 * @param learningTopic what is being learnt; the encoder does not read it
 * @param text segment B: what the student wrote
 */
public record ModelInput(String prompt, String referenceAnswer, String learningTopic, String text) {
    /** A text that answers {@code context}, on no learning topic in particular. */
    public ModelInput(String context, String text) {
        this(context, "", "", text);
    }

    /** A text that answers nothing in particular. */
    public static ModelInput ofText(String text) {
        return new ModelInput("", text);
    }

    /** A text, with what it answers without surrounding whitespace, on no learning topic in particular. */
    public static ModelInput answering(@Nullable String prompt, @Nullable String referenceAnswer, String text) {
        return new ModelInput(part(prompt), part(referenceAnswer), "", text);
    }

    /** Returns this input on that learning topic. */
    public ModelInput on(String otherLearningTopic) {
        return new ModelInput(prompt, referenceAnswer, otherLearningTopic, text);
    }

    /** The one place where segment A is defined: prompt and reference answer where given, joined with one space. */
    public String context() {
        if (prompt.isEmpty() || referenceAnswer.isEmpty()) {
            return prompt + referenceAnswer;
        }
        return prompt + ' ' + referenceAnswer;
    }

    private static String part(@Nullable String given) {
        return Objects.requireNonNullElse(given, "").strip();
    }

    /** Lengths only: a student's text never reaches a log. */
    @Override
    public String toString() {
        return "ModelInput[context of %d, text of %d characters]"
                .formatted(context().length(), text.length());
    }
}
