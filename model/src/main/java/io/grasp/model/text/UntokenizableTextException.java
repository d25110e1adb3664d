package io.grasp.model.text;

/** A text that the tokenizer could not read. The message gives its length, never the text. */
public final class UntokenizableTextException extends RuntimeException {
    UntokenizableTextException(int characters, String reason) {
        super("A text of %d characters could not be tokenized (%s). Set it aside; other texts are not affected."
                .formatted(characters, reason));
    }
}
