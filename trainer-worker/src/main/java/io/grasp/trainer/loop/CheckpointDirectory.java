package io.grasp.trainer.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.UnreadableTensorsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a training, a directory each: {@code checkpoint-<steps>} with {@code parameters.safetensors},
 * {@code optimizer.safetensors} and {@code trainer_state.json}. A checkpoint is there whole or not at all: it is
 * written beside its place, forced to disk and renamed. For one writer.
 */
final class CheckpointDirectory {
    private static final String PREFIX = "checkpoint-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{1,9}");
    private static final String INCOMING = ".incoming";
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final String STATE = "trainer_state.json";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path root;

    CheckpointDirectory(Path root) {
        this.root = root;
    }

    /**
     * Writes a checkpoint; those that are there stay as they are, whatever happens.
     *
     * @return where it is
     */
    Path write(Checkpoint checkpoint) {
        Path place = root.resolve(PREFIX + checkpoint.state().trainer().globalStep());
        Path staged = root.resolve(INCOMING);
        try {
            Files.createDirectories(root);
            delete(staged);
            Files.createDirectory(staged);
            Safetensors.write(staged.resolve(PARAMETERS), checkpoint.parameters());
            Safetensors.write(staged.resolve(MOMENTS), checkpoint.moments());
            JSON.writeValue(staged.resolve(STATE).toFile(), checkpoint.state());
            for (String file : List.of(PARAMETERS, MOMENTS, STATE)) {
                force(staged.resolve(file));
            }
            delete(place);
            Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
            force(root);
            return place;
        } catch (IOException | UncheckedIOException e) {
            throw new UncheckedIOException(
                    "Could not write the checkpoint %s (%s). Is the disk full? Earlier checkpoints are untouched."
                            .formatted(place, e.getMessage()),
                    e instanceof IOException cause ? cause : new IOException(e));
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, is damaged, or a newer program wrote it
     */
    static Checkpoint read(Path checkpoint) {
        if (!Files.isRegularFile(checkpoint.resolve(STATE))) {
            throw new IllegalArgumentException("%s is no checkpoint: it has no %s. Name a directory checkpoint-<steps>"
                    .formatted(checkpoint, STATE));
        }
        try {
            Checkpoint.State state = JSON.readValue(checkpoint.resolve(STATE).toFile(), Checkpoint.State.class);
            if (state.format() != Checkpoint.FORMAT) {
                throw new IllegalArgumentException("The checkpoint %s has format %d, this program reads %d"
                        .formatted(checkpoint, state.format(), Checkpoint.FORMAT));
            }
            return new Checkpoint(
                    state,
                    Safetensors.read(checkpoint.resolve(PARAMETERS)),
                    Safetensors.read(checkpoint.resolve(MOMENTS)));
        } catch (IOException | UnreadableTensorsException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "The checkpoint %s cannot be read (%s). Take an earlier one".formatted(checkpoint, e.getMessage()),
                    e);
        }
    }

    /** Returns the checkpoint with the most steps. */
    Optional<Path> latest() {
        List<Path> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /**
     * Deletes the oldest, until no more than {@code limit} are left.
     *
     * @param bestStep the steps of one that is kept in any case
     */
    void keep(int limit, int bestStep) {
        List<Path> deletable =
                all().stream().filter(path -> stepsOf(path) != bestStep).toList();
        boolean bestIsThere = deletable.size() < all().size();
        int surplus = deletable.size() - Math.max(bestIsThere ? limit - 1 : limit, 0);
        // the last one is what a killed run goes on from
        for (Path path : deletable.subList(0, Math.max(0, Math.min(surplus, deletable.size() - 1)))) {
            try {
                delete(path);
            } catch (IOException e) {
                throw new UncheckedIOException("Could not delete the old checkpoint " + path, e);
            }
        }
    }

    /** Returns the checkpoints by the steps that they stand at. */
    List<Path> all() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(path -> NAME.matcher(nameOf(path)).matches())
                    .sorted(Comparator.comparingInt(CheckpointDirectory::stepsOf))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the checkpoints in " + root, e);
        }
    }

    private static int stepsOf(Path checkpoint) {
        return Integer.parseInt(nameOf(checkpoint).substring(PREFIX.length()));
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static void force(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
