package io.grasp.model.text;

/** A {@code tokenizer.json} that this program cannot use. */
public final class UnreadableTokenizerException extends RuntimeException {
    UnreadableTokenizerException(String message) {
        super(message);
    }

    UnreadableTokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
