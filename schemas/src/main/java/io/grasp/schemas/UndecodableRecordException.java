package io.grasp.schemas;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** That the bytes of one record are no event; the message never holds any of them. */
public final class UndecodableRecordException extends SerializationException {
    private static final long serialVersionUID = 1;

    UndecodableRecordException(String message) {
        super(message);
    }

    UndecodableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
