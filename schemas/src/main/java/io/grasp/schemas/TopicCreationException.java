package io.grasp.schemas;

import org.jspecify.annotations.Nullable;

/** That the brokers could not be asked for a topic, or refused it, or that topics do not fit each other. */
public final class TopicCreationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TopicCreationException(String message) {
        this(message, null);
    }

    TopicCreationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
