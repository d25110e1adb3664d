package io.grasp.streams.inference;

/** A text on which the model fails although it answers others. The message never holds the text. */
public final class PoisonedTextException extends RuntimeException {
    PoisonedTextException(Throwable cause) {
        super(
                "The model fails on this text and on no other ("
                        + cause.getClass().getName() + ")",
                cause);
    }
}
