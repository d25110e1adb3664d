package io.grasp.schemas;

import org.jspecify.annotations.Nullable;

/** That the brokers could not be asked for, or refused, a topic. */
public final class TopicCreationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TopicCreationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
