package io.grasp.trainer.loop;

import io.grasp.model.tensor.Tensor;
import io.grasp.trainer.arguments.Saving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where trainings leave their checkpoints, and what they go on from. A checkpoint of another training is refused before
 * anything is computed. Immutable.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String PREFIX = "training-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{16}");

    private final @Nullable Path root;
    private final boolean ofManyTrainings;

    private Checkpoints(@Nullable Path root, boolean ofManyTrainings) {
        this.root = root;
        this.ofManyTrainings = ofManyTrainings;
    }

    /** None are written. */
    public static Checkpoints none() {
        return new Checkpoints(null, false);
    }

    /** Those of one training, which goes on from one only if its arguments say so. */
    public static Checkpoints in(Path directory) {
        return new Checkpoints(directory, false);
    }

    /**
     * Those of one training after the other, each in a directory {@code training-<fingerprint>} of its own: a training
     * of the same rows, base and arguments goes on where the last one ended, and any other one begins anew and deletes
     * what the last one left.
     */
    public static Checkpoints ofEachTrainingIn(Path directory) {
        return new Checkpoints(directory, true);
    }

    /**
     * Finds the place of one training's checkpoints, and reads the one that it goes on from.
     *
     * @throws IllegalArgumentException if that is of another training, or others are in its way
     */
    Opened open(Fingerprint fingerprint, Saving saving) {
        Optional<Path> from = saving.resumeFromCheckpoint().map(CheckpointDirectory::named);
        if (root == null) {
            return new Opened(Optional.empty(), from.map(path -> read(path, fingerprint, saving)));
        }
        if (ofManyTrainings) {
            Path own = root.resolve(PREFIX + fingerprint.shortName());
            deleteOthers(root, own);
            CheckpointDirectory directory = new CheckpointDirectory(own);
            directory.make();
            return new Opened(
                    Optional.of(directory),
                    from.map(path -> read(path, fingerprint, saving))
                            .or(() -> latestReadable(directory, fingerprint, saving)));
        }
        CheckpointDirectory directory = new CheckpointDirectory(root);
        refuseOthersThan(from, directory);
        directory.make();
        return new Opened(Optional.of(directory), from.map(path -> read(path, fingerprint, saving)));
    }

    /** The last one of the training that was opened last, if there is any. */
    Optional<Path> latest() {
        if (root == null) {
            return Optional.empty();
        }
        return ofManyTrainings
                ? trainingsIn(root).stream()
                        .flatMap(training -> new CheckpointDirectory(training).latest().stream())
                        .findFirst()
                : new CheckpointDirectory(root).latest();
    }

    private static void refuseOthersThan(Optional<Path> from, CheckpointDirectory directory) {
        List<Path> there = directory.all();
        boolean goesOnThere =
                from.isPresent() && there.stream().anyMatch(path -> normal(path).equals(normal(from.get())));
        if (!there.isEmpty() && !goesOnThere) {
            Path last = there.get(there.size() - 1);
            throw new IllegalArgumentException(
                    "There are checkpoints already, the last one %s: go on from it with resume_from_checkpoint, or name another directory for those to come"
                            .formatted(last));
        }
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Optional<Resumed> latestReadable(
            CheckpointDirectory directory, Fingerprint fingerprint, Saving saving) {
        List<Path> all = directory.all();
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(read(all.get(i), fingerprint, saving));
            } catch (IllegalArgumentException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A checkpoint is left out");
            }
        }
        return Optional.empty();
    }

    private static Resumed read(Path place, Fingerprint fingerprint, Saving saving) {
        Checkpoint checkpoint = CheckpointDirectory.read(place);
        List<String> differences =
                fingerprint.differencesFrom(checkpoint.state().fingerprint());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(
                    "The checkpoint %s is of another training: %s. Go on with what it began with, or begin anew without it"
                            .formatted(place, String.join("; ", differences)));
        }
        return new Resumed(place, checkpoint, saving.loadBestModelAtEnd() ? best(place, checkpoint) : null);
    }

    /** The parameters of the best model so far, if there was one: it is beside the checkpoint unless it is in it. */
    private static @Nullable Map<String, Tensor> best(Path place, Checkpoint checkpoint) {
        BestSoFar best = checkpoint.state().trainer().best();
        if (best == null) {
            return null;
        }
        if (best.step() == checkpoint.state().trainer().globalStep()) {
            return checkpoint.parameters();
        }
        Path parent = normal(place).getParent();
        Path sibling = new CheckpointDirectory(parent == null ? place : parent).at(best.step());
        if (!Files.isDirectory(sibling)) {
            throw new IllegalArgumentException(
                    "The checkpoint %s lacks the best model before it, which was in %s: put it back, or go on from another"
                            .formatted(place, sibling));
        }
        return CheckpointDirectory.read(sibling).parameters();
    }

    private static void deleteOthers(Path root, Path own) {
        try {
            for (Path training : trainingsIn(root)) {
                if (!training.equals(own)) {
                    new CheckpointDirectory(training).deleteAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete old checkpoints in " + root, e);
        }
    }

    private static List<Path> trainingsIn(Path root) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry ->
                            NAME.matcher(String.valueOf(entry.getFileName())).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the checkpoints in " + root, e);
        }
    }

    /**
     * What one training has of checkpoints.
     *
     * @param directory where its own go, if anywhere
     */
    record Opened(Optional<CheckpointDirectory> directory, Optional<Resumed> resumed) {}

    /**
     * What a training goes on from.
     *
     * @param best the best model's parameters so far, if there are any and they are wanted
     */
    record Resumed(
            Path place, Checkpoint checkpoint, @Nullable Map<String, Tensor> best) {}
}
