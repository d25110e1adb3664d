package io.grasp.trainer;

/** Labels that can't teach anything; the message says what is missing. */
public final class NothingToLearnException extends RuntimeException {
    NothingToLearnException(String message) {
        super(message);
    }
}
