package io.grasp.model.tensor;

import java.nio.file.Path;

/** A safetensors file that is damaged or holds what this program does not read. */
public final class UnreadableTensorsException extends RuntimeException {
    UnreadableTensorsException(Path file, String problem) {
        super("Cannot read the tensors in %s: %s".formatted(file, problem));
    }

    UnreadableTensorsException(Path file, String problem, Throwable cause) {
        super("Cannot read the tensors in %s: %s".formatted(file, problem), cause);
    }
}
