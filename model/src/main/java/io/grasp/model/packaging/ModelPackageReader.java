package io.grasp.model.packaging;

import io.grasp.model.Task;
import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.encoder.UnreadableEncoderException;
import io.grasp.model.head.Activation;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.DenseLayer;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.tensor.UnreadableTensorsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads a model package, but only after every byte of it was found to be the one that was published. */
public final class ModelPackageReader {
    private static final long MAX_CHECKSUMS_BYTES = 1 << 20;
    private static final long MAX_MANIFEST_BYTES = 64 << 20;
    private static final String AGAIN = "fetch or publish it again";

    private final Path directory;

    private ModelPackageReader(Path directory) {
        this.directory = directory;
    }

    /**
     * Verifies the checksums, then reads the package into memory.
     *
     * @throws UnreadablePackageException if a file is missing, added, changed, too new or does not fit the others
     */
    public static ModelPackage read(Path directory) {
        try {
            return new ModelPackageReader(directory).read();
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadablePackageException(directory, "it could not be read; check the disk and " + AGAIN, e);
        } catch (UnreadableTensorsException | UnreadableEncoderException | IllegalArgumentException e) {
            throw new UnreadablePackageException(directory, Objects.requireNonNullElse(e.getMessage(), "damaged"), e);
        }
    }

    private ModelPackage read() throws IOException {
        String checksum = verify();
        requireAtMost(PackageFiles.MANIFEST, MAX_MANIFEST_BYTES);
        Manifest manifest = ManifestJson.read(Files.readAllBytes(directory.resolve(PackageFiles.MANIFEST)));
        EncoderFiles encoder = EncoderFiles.fromDirectory(directory);
        if (manifest.reading().limits().maxLength() > encoder.config().maxPositions()) {
            throw refused("its maximum length of %d tokens is more than the encoder's %d positions"
                    .formatted(
                            manifest.reading().limits().maxLength(),
                            encoder.config().maxPositions()));
        }
        Map<String, Tensor> tensors = Safetensors.read(directory.resolve(PackageFiles.HEADS));
        List<ClassificationHead> heads = new ArrayList<>();
        for (Task task : manifest.tasks()) {
            Calibration calibration =
                    Objects.requireNonNull(manifest.calibration().get(task.name()));
            int hidden = encoder.config().hiddenSize();
            ClassificationHead head = head(task, calibration, tensors, hidden);
            Activation activation = manifest.dense().get(task.name());
            heads.add(activation == null ? head : head.withDense(dense(task, activation, tensors, hidden)));
        }
        requireNothingElse(manifest, tensors.keySet());
        return new ModelPackage(directory, manifest, encoder, withLexicalParts(heads, manifest), checksum);
    }

    private List<ClassificationHead> withLexicalParts(List<ClassificationHead> heads, Manifest manifest) {
        if (manifest.lexical() == null) {
            return heads;
        }
        Path file = directory.resolve(PackageFiles.LEXICAL);
        if (!Files.exists(file)) {
            throw missing(PackageFiles.LEXICAL);
        }
        return LexicalTensors.addedTo(heads, Safetensors.read(file));
    }

    private String verify() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw refused("there is no such directory");
        }
        Set<String> present = regularFiles();
        if (!present.remove(PackageFiles.CHECKSUMS)) {
            throw missing(PackageFiles.CHECKSUMS);
        }
        requireAtMost(PackageFiles.CHECKSUMS, MAX_CHECKSUMS_BYTES);
        byte[] sums = Files.readAllBytes(directory.resolve(PackageFiles.CHECKSUMS));
        Map<String, String> expected = Checksums.parse(sums).byName();
        for (String name : PackageFiles.CHECKSUMMED) {
            if (!expected.containsKey(name)) {
                throw refused("%s does not list %s; %s".formatted(PackageFiles.CHECKSUMS, name, AGAIN));
            }
        }
        for (String name : expected.keySet()) {
            if (!present.contains(name)) {
                throw missing(name);
            }
        }
        for (String name : present) {
            if (!expected.containsKey(name)) {
                throw refused(
                        "%s is not listed in %s; remove it, or %s".formatted(name, PackageFiles.CHECKSUMS, AGAIN));
            }
        }
        for (Map.Entry<String, String> file : expected.entrySet()) {
            if (!Checksums.ofFile(directory.resolve(file.getKey())).equals(file.getValue())) {
                throw refused("%s does not match its checksum; %s".formatted(file.getKey(), AGAIN));
            }
        }
        return Checksums.ofBytes(sums);
    }

    private Set<String> regularFiles() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                String name = String.valueOf(entry.getFileName());
                if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    throw refused(
                            "%s is not a plain file; a package has neither links nor directories".formatted(name));
                }
                names.add(name);
            }
        }
        return names;
    }

    private ClassificationHead head(Task task, Calibration calibration, Map<String, Tensor> tensors, int hidden) {
        int labels = task.labels().size();
        return new ClassificationHead(
                task,
                tensor(tensors, HeadTensors.weightOf(task.name()), labels, hidden)
                        .toRows(),
                tensor(tensors, HeadTensors.biasOf(task.name()), labels).toFloatArray(),
                calibration);
    }

    private DenseLayer dense(Task task, Activation activation, Map<String, Tensor> tensors, int hidden) {
        String name = HeadTensors.denseOf(task.name());
        return new DenseLayer(
                tensor(tensors, HeadTensors.weightOf(name), hidden, hidden).toRows(),
                tensor(tensors, HeadTensors.biasOf(name), hidden).toFloatArray(),
                activation);
    }

    private void requireNothingElse(Manifest manifest, Set<String> present) {
        Set<String> rest = new TreeSet<>(present);
        for (Task task : manifest.tasks()) {
            rest.remove(HeadTensors.weightOf(task.name()));
            rest.remove(HeadTensors.biasOf(task.name()));
        }
        for (String task : manifest.dense().keySet()) {
            rest.remove(HeadTensors.weightOf(HeadTensors.denseOf(task)));
            rest.remove(HeadTensors.biasOf(HeadTensors.denseOf(task)));
        }
        if (!rest.isEmpty()) {
            throw refused(
                    "%s has tensors that no task needs: %s".formatted(PackageFiles.HEADS, String.join(", ", rest)));
        }
    }

    private Tensor tensor(Map<String, Tensor> tensors, String name, long... shape) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw refused("%s lacks %s".formatted(PackageFiles.HEADS, name));
        }
        if (!tensor.hasShape(shape)) {
            throw refused("%s in %s is %s where its task and encoder need %s"
                    .formatted(name, PackageFiles.HEADS, tensor, Arrays.toString(shape)));
        }
        return tensor;
    }

    private void requireAtMost(String name, long bytes) throws IOException {
        if (Files.size(directory.resolve(name)) > bytes) {
            throw refused("%s is larger than %d bytes".formatted(name, bytes));
        }
    }

    private UnreadablePackageException missing(String name) {
        return refused("%s is missing; %s".formatted(name, AGAIN));
    }

    private UnreadablePackageException refused(String problem) {
        return new UnreadablePackageException(directory, problem);
    }
}
