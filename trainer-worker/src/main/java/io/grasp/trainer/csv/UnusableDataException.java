package io.grasp.trainer.csv;

import java.nio.file.Path;

/** A data file can't be used as it is; the message names the file, the line where there is one, and the cure. */
public final class UnusableDataException extends RuntimeException {
    public UnusableDataException(String message) {
        super(message);
    }

    /** About the file as a whole. */
    public static UnusableDataException in(Path file, String problem) {
        return new UnusableDataException("Cannot use %s: %s".formatted(file, problem));
    }

    static UnusableDataException at(Path file, long line, String problem) {
        return new UnusableDataException("Cannot use %s, line %d: %s".formatted(file, line, problem));
    }
}
