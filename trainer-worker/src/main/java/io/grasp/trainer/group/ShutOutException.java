package io.grasp.trainer.group;

/** Another worker of the group has begun to write, so this one may not any more, and what it wrote last is not read. */
public final class ShutOutException extends RuntimeException {
    ShutOutException(String message, Throwable cause) {
        super(message, cause);
    }
}
