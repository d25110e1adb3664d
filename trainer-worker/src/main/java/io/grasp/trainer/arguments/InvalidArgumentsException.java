package io.grasp.trainer.arguments;

/** Training arguments with which nothing can begin; the message names every problem. */
public final class InvalidArgumentsException extends IllegalArgumentException {
    InvalidArgumentsException(String message) {
        super(message);
    }
}
