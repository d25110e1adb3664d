package io.grasp.model.huggingface;

import java.nio.file.Path;

/** A checkpoint that cannot be imported. The message names the directory, what is wrong and what to do. */
public final class UnreadableClassifierException extends RuntimeException {
    UnreadableClassifierException(Path directory, String problem) {
        super("%s cannot be imported: %s".formatted(directory, problem));
    }

    UnreadableClassifierException(Path directory, String problem, Throwable cause) {
        super("%s cannot be imported: %s".formatted(directory, problem), cause);
    }
}
