package io.grasp.trainer;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job has ended before its end, because whoever watches its {@link Progress} wanted it to. */
public final class StoppedException extends RuntimeException {
    private final transient @Nullable Path checkpoint;

    /** Nothing is left of the job. */
    public StoppedException(String message) {
        this(message, null);
    }

    /** The job can be gone on with from there, if anywhere. */
    public StoppedException(String message, @Nullable Path checkpoint) {
        super(message);
        this.checkpoint = checkpoint;
    }

    /** Where the job can be gone on with, if anywhere. */
    public Optional<Path> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }
}
