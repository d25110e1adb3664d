package io.grasp.model.store;

import io.grasp.model.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A store in a local or mounted directory, one sub-directory a version. Entries whose name is no version are ignored,
 * among them the {@code .incoming-*} that a publisher leaves behind when it is killed. Thread-safe.
 */
public final class DirectoryModelStore implements ModelStore {
    private static final String INCOMING = ".incoming-";

    private final Path root;

    /**
     * A store in {@code root}.
     *
     * @param root created on the first publication
     */
    public DirectoryModelStore(Path root) {
        this.root = root;
    }

    @Override
    public ModelVersion publish(Path modelPackage) {
        List<Path> files = filesOf(modelPackage);
        try {
            Files.createDirectories(root);
            // not a temporary directory, which only its owner could read
            Path staged = Files.createDirectory(root.resolve(INCOMING + UUID.randomUUID()));
            try {
                copyDurably(files, staged);
                ModelVersion version = makeVisible(staged);
                force(root);
                return version;
            } catch (IOException | RuntimeException e) {
                delete(staged);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not publish the model package %s to %s. Check the disk and its permissions."
                            .formatted(modelPackage, this),
                    e);
        }
    }

    @Override
    public Path fetch(ModelVersion version) {
        Path directory = directory(version);
        if (!Files.isDirectory(directory)) {
            throw new UnknownModelVersionException(version, this);
        }
        return directory;
    }

    @Override
    public Optional<ModelVersion> latest() {
        List<ModelVersion> versions = versions();
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    @Override
    public List<ModelVersion> versions() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(ModelVersion::matches)
                    .map(ModelVersion::new)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the models in " + this, e);
        }
    }

    @Override
    public String toString() {
        return "the model directory " + root;
    }

    /**
     * The rename is what makes a version visible, so readers never meet half a model, and only one publisher gets a
     * name.
     */
    private ModelVersion makeVisible(Path staged) throws IOException {
        ModelVersion version = latest().map(ModelVersion::next).orElse(ModelVersion.FIRST);
        while (true) {
            try {
                Files.move(staged, directory(version), StandardCopyOption.ATOMIC_MOVE);
                return version;
            } catch (FileSystemException e) {
                if (!Files.exists(directory(version), LinkOption.NOFOLLOW_LINKS)) {
                    throw e;
                }
                version = version.next();
            }
        }
    }

    private Path directory(ModelVersion version) {
        return root.resolve(version.name());
    }

    private static List<Path> filesOf(Path modelPackage) {
        try (Stream<Path> entries = Files.list(modelPackage)) {
            List<Path> files = entries.sorted().toList();
            // An empty directory would also be replaced by the rename of the next one.
            if (files.isEmpty() || !files.stream().allMatch(DirectoryModelStore::isPlainFile)) {
                throw new IllegalArgumentException(
                        "%s is not a model package: it must hold plain files only, and at least one."
                                .formatted(modelPackage));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the model package " + modelPackage, e);
        }
    }

    private static boolean isPlainFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void copyDurably(List<Path> files, Path to) throws IOException {
        for (Path file : files) {
            Path copy = to.resolve(String.valueOf(file.getFileName()));
            Files.copy(file, copy);
            force(copy);
        }
        force(to);
    }

    private static void force(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path staged) throws IOException {
        if (Files.isDirectory(staged)) {
            try (Stream<Path> files = Files.list(staged)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(staged);
        }
    }
}
