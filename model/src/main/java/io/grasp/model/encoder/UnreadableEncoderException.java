package io.grasp.model.encoder;

/** Files of an encoder that this program cannot use. The message names what is wrong and what to do. */
public final class UnreadableEncoderException extends RuntimeException {
    UnreadableEncoderException(String message) {
        super(message);
    }

    UnreadableEncoderException(String message, Throwable cause) {
        super(message, cause);
    }
}
