package io.grasp.model.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A model package that is damaged, incomplete or too new. The message names the package, the file and what to do. */
public final class UnreadablePackageException extends RuntimeException {
    public UnreadablePackageException(Path directory, String problem) {
        super(message(directory, problem));
    }

    public UnreadablePackageException(Path directory, String problem, Throwable cause) {
        super(message(directory, problem), cause);
    }

    /**
     * Whether the package itself is at fault, so that nobody can serve it. If not, it is too new for this program, or
     * could not be read this time.
     */
    public boolean isDamage() {
        Throwable cause = getCause();
        return !(cause instanceof NewerFormatException
                || cause instanceof IOException
                || cause instanceof UncheckedIOException);
    }

    private static String message(Path directory, String problem) {
        return "Model package %s is refused: %s".formatted(directory, problem);
    }
}
