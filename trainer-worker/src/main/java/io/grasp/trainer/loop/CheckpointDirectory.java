package io.grasp.trainer.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grasp.model.tensor.Safetensors;
import io.grasp.model.tensor.UnreadableTensorsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
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
 * written beside its place, forced to disk and renamed, and renamed again before it is deleted. For one writer.
 */
final class CheckpointDirectory {
    private static final String PREFIX = "checkpoint-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "\\d{1,9}");
    private static final String INCOMING = ".incoming";
    private static final String OUTGOING = ".outgoing";
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
     * Makes the directory, so that one that cannot be made is found out before there is anything to lose.
     *
     * @throws IllegalArgumentException if it cannot
     */
    void make() {
        try {
            Files.createDirectories(root);
            delete(root.resolve(INCOMING));
            Files.createDirectory(root.resolve(INCOMING));
            delete(root.resolve(INCOMING));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Checkpoints cannot be written in %s (%s): name another directory".formatted(root, reasonOf(e)), e);
        }
    }

    /**
     * Writes a checkpoint; those that are there stay as they are, whatever happens.
     *
     * @return where it is
     */
    Path write(Checkpoint checkpoint) {
        Path place = at(checkpoint.state().trainer().globalStep());
        Path staged = root.resolve(INCOMING);
        try {
            delete(staged);
            Files.createDirectories(staged);
            Safetensors.write(staged.resolve(PARAMETERS), checkpoint.parameters());
            Safetensors.write(staged.resolve(MOMENTS), checkpoint.moments());
            JSON.writeValue(staged.resolve(STATE).toFile(), checkpoint.state());
            for (String file : List.of(PARAMETERS, MOMENTS, STATE)) {
                force(staged.resolve(file));
            }
            force(staged);
            discard(place);
            Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
            force(root);
            return place;
        } catch (IOException | UncheckedIOException e) {
            IOException cause = causeOf(e);
            giveUp(staged, cause);
            throw new UncheckedIOException(
                    "Could not write the checkpoint %s (%s). Is the disk full, or may nobody write there? %s"
                            .formatted(place, reasonOf(cause), goingOn()),
                    cause);
        }
    }

    /** What is left for a run that could not save itself. */
    String goingOn() {
        return latest().map("The last good checkpoint is %s"::formatted).orElse("There is no earlier checkpoint");
    }

    /**
     * The checkpoint that somebody names: itself, or the latest in a directory of checkpoints.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Path named(Path checkpointOrDirectory) {
        if (Files.isRegularFile(checkpointOrDirectory.resolve(STATE))) {
            return checkpointOrDirectory;
        }
        return new CheckpointDirectory(checkpointOrDirectory)
                .latest()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no checkpoint in %s. Name a directory checkpoint-<steps>, or the one that it is in"
                                .formatted(checkpointOrDirectory)));
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none, is damaged, or another version wrote it
     */
    static Checkpoint read(Path checkpoint) {
        if (!Files.isRegularFile(checkpoint.resolve(STATE))) {
            throw new IllegalArgumentException("%s is no checkpoint: it has no %s. Name a directory checkpoint-<steps>"
                    .formatted(checkpoint, STATE));
        }
        try {
            return new Checkpoint(
                    state(checkpoint),
                    Safetensors.read(checkpoint.resolve(PARAMETERS)),
                    Safetensors.read(checkpoint.resolve(MOMENTS)));
        } catch (IOException | UnreadableTensorsException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "The checkpoint %s is damaged (%s). Go on from an earlier one, or begin anew"
                            .formatted(checkpoint, reasonOf(e)),
                    e);
        }
    }

    private static Checkpoint.State state(Path checkpoint) throws IOException {
        JsonNode tree = JSON.readTree(checkpoint.resolve(STATE).toFile());
        int format = tree.path("format").asInt();
        if (format > 0 && format != Checkpoint.FORMAT) {
            throw new IllegalArgumentException("The checkpoint %s has format %d, this program reads %d. Begin anew"
                    .formatted(checkpoint, format, Checkpoint.FORMAT));
        }
        return JSON.treeToValue(tree, Checkpoint.State.class);
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
                discard(path);
            } catch (IOException e) {
                throw new UncheckedIOException("Could not delete the old checkpoint " + path, e);
            }
        }
    }

    /** Deletes all of it, as far as this program wrote it. */
    void deleteAll() throws IOException {
        for (Path checkpoint : all()) {
            discard(checkpoint);
        }
        delete(root.resolve(INCOMING));
        delete(root.resolve(OUTGOING));
        try {
            Files.deleteIfExists(root);
        } catch (DirectoryNotEmptyException e) {
            // what somebody else put there stays
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

    /** The checkpoint of this directory at that step; it may not be there. */
    Path at(int steps) {
        return root.resolve(nameAt(steps));
    }

    private static String nameAt(int steps) {
        return PREFIX + steps;
    }

    private static int stepsOf(Path checkpoint) {
        return Integer.parseInt(nameOf(checkpoint).substring(PREFIX.length()));
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Deletes a checkpoint, so that no part of it can be taken for the whole. */
    private void discard(Path checkpoint) throws IOException {
        if (Files.isDirectory(checkpoint)) {
            Path outgoing = root.resolve(OUTGOING);
            delete(outgoing);
            Files.move(checkpoint, outgoing, StandardCopyOption.ATOMIC_MOVE);
            delete(outgoing);
        }
    }

    /** Gives back the space that half a checkpoint takes. */
    private static void giveUp(Path staged, IOException failure) {
        try {
            delete(staged);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static IOException causeOf(Exception failure) {
        return failure instanceof IOException itself
                ? itself
                : failure.getCause() instanceof IOException cause ? cause : new IOException(failure);
    }

    /** The system's own words, such as "No space left on device", with the file that they are about. */
    private static String reasonOf(Exception failure) {
        if (failure instanceof JsonProcessingException) {
            // Jackson's words are about classes
            return STATE + " is no complete state";
        }
        Throwable cause = failure instanceof UncheckedIOException ? causeOf(failure) : failure;
        return cause instanceof FileSystemException file && file.getReason() == null
                ? "%s: %s".formatted(file.getClass().getSimpleName(), file.getMessage())
                : String.valueOf(cause.getMessage());
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
