package io.grasp.quickstart.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory that goes when it is closed. */
public record Scratch(Path directory) implements AutoCloseable {
    public static Scratch create(String name) {
        try {
            return new Scratch(Files.createTempDirectory(name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory can be made; is java.io.tmpdir writable?", e);
        }
    }

    public Path resolve(String child) {
        return directory.resolve(child);
    }

    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // What a dying process still writes there is the operating system's to clean.
        }
    }
}
