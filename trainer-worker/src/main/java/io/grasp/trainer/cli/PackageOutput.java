package io.grasp.trainer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where a command's model package goes; a picocli mixin. */
final class PackageOutput {
    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Where the model package goes; must not exist or be empty.")
    private Path directory = Path.of("");

    /**
     * The directory, which has room for a package: asked before anything is computed, since a package that cannot be
     * written after an hour is an hour lost.
     *
     * @throws IllegalArgumentException if it is not empty or cannot be made
     */
    Path requireFree() {
        if (!Files.exists(directory)) {
            requireMakeable();
        } else if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("%s is a file: name a directory for --output".formatted(directory));
        } else if (!isEmpty()) {
            throw new IllegalArgumentException(
                    "%s is not empty: name a directory that does not exist or is empty for --output"
                            .formatted(directory));
        } else {
            requireWritable(directory);
        }
        return directory;
    }

    private void requireMakeable() {
        Path above = directory.toAbsolutePath().normalize();
        while (!Files.exists(above) && above.getParent() != null) {
            above = above.getParent();
        }
        if (!Files.isDirectory(above)) {
            throw new IllegalArgumentException(
                    "%s cannot be made, since %s is no directory: name another one for --output"
                            .formatted(directory, above));
        }
        requireWritable(above);
    }

    private void requireWritable(Path existing) {
        if (!Files.isWritable(existing)) {
            throw new IllegalArgumentException(
                    "%s cannot be written, since %s may not be written to: name another one for --output"
                            .formatted(directory, existing));
        }
    }

    private boolean isEmpty() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + directory, e);
        }
    }

    /** Where a file of the package is. */
    Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
