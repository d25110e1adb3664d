package io.grasp.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.model.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends real processes that train, in every way that processes end, and lets others go on. */
class KilledTrainingTest {
    private static final int KILLED = 137;
    private static final int TERMINATED = 143;
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private static Path shared;

    private static Path data;
    private static Path base;
    private static Path uninterrupted;

    @TempDir
    private Path scratch;

    @BeforeAll
    static void anUninterruptedTraining() throws IOException, InterruptedException {
        StringBuilder csv = new StringBuilder("text,level\n");
        String[] texts = {"current then voltage", "voltage then current", "neither"};
        for (int i = 0; i < 120; i++) {
            csv.append("%s %s %d,%s\n".formatted("word ".repeat(i % 4), texts[i % 3], i, "abc".charAt(i % 3)));
        }
        data = Files.writeString(shared.resolve("answers.csv"), csv);
        base = TinyModel.writePackage(shared.resolve("base"), 5, TinyModel.tasks());
        uninterrupted = shared.resolve("uninterrupted");
        Path printed = shared.resolve("printed");
        Process process = TrainProcess.start(printed, arguments(uninterrupted, shared.resolve("checkpoints")));
        assertThat(exitCode(process)).as(Files.readString(printed)).isZero();
    }

    private static List<String> arguments(Path output, Path checkpoints) {
        return List.of(
                "--data=" + data,
                "--task=level=level",
                "--base=" + base,
                "--output=" + output,
                "--checkpoints=" + checkpoints,
                "--train_layers=all",
                "--per_device_train_batch_size=8",
                "--num_train_epochs=6",
                "--eval_strategy=epoch",
                "--save_steps=1",
                "--save_total_limit=2");
    }

    @Test
    void aTrainingThatIsKilledAtAnyMomentEndsWithTheSameWeightsToTheBit() throws IOException, InterruptedException {
        Random moment = new Random(42);
        int kills = 0;
        while (kills < 4) {
            int before = latestStep();
            Process process = goOn();
            await(process, () -> latestStep() > before);
            if (kills % 2 == 0) {
                process.waitFor(moment.nextInt(60), TimeUnit.MILLISECONDS);
            } else {
                // half a checkpoint is there
                await(process, () -> Files.exists(checkpoints().resolve(".incoming")));
            }
            assertThat(exitCode(process.destroyForcibly())).as(printed()).isEqualTo(KILLED);
            kills++;
        }
        assertThat(exitCode(goOn())).as(printed()).isZero();
        hasTheWeightsOfTheUninterruptedOne();
    }

    @Test
    void aTrainingThatIsAskedToEndLeavesACheckpointAndSaysHowToGoOn() throws IOException, InterruptedException {
        Process process = goOn();
        await(process, () -> latestStep() > 2);
        process.destroy();

        assertThat(exitCode(process)).as(printed()).isEqualTo(TERMINATED);
        Path latest = latest().orElseThrow();
        assertThat(printed())
                .endsWith("Stopped as asked after step %d of 66. To go on, add --resume_from_checkpoint %s\n"
                        .formatted(stepOf(latest), latest));
        assertThat(output()).doesNotExist();
        assertThat(exitCode(goOn())).as(printed()).isZero();
        hasTheWeightsOfTheUninterruptedOne();
    }

    @Test
    void aDiskWithoutRoomForACheckpointCostsNoEarlierOne() throws IOException, InterruptedException {
        Process process = goOn();
        await(process, () -> latestStep() > 2);
        process.destroy();
        assertThat(exitCode(process)).isEqualTo(TERMINATED);
        Path latest = latest().orElseThrow();

        // no file may grow beyond 100 kB: parameters fit, the optimizer's moments do not
        List<String> cramped = List.of("sh", "-c", "ulimit -f 200; exec \"$@\"", "sh");
        assertThat(exitCode(TrainProcess.start(cramped, scratch.resolve("printed"), resuming())))
                .isEqualTo(1);
        assertThat(printed())
                .contains(
                        "Could not write the checkpoint %s"
                                .formatted(checkpoints().resolve("checkpoint-" + (stepOf(latest) + 1))),
                        "Is the disk full",
                        "The last good checkpoint is " + latest);
        assertThat(checkpoints().resolve(".incoming")).doesNotExist();
        assertThat(exitCode(goOn())).as(printed()).isZero();
        hasTheWeightsOfTheUninterruptedOne();
    }

    private Path checkpoints() {
        return scratch.resolve("checkpoints");
    }

    private Path output() {
        return scratch.resolve("output");
    }

    private String printed() throws IOException {
        return Files.readString(scratch.resolve("printed"));
    }

    /** Starts the training, from the latest checkpoint if there is one. */
    private Process goOn() throws IOException {
        return TrainProcess.start(scratch.resolve("printed"), resuming());
    }

    private List<String> resuming() {
        List<String> arguments = new ArrayList<>(arguments(output(), checkpoints()));
        latest().ifPresent(path -> arguments.add("--resume_from_checkpoint=" + checkpoints()));
        return arguments;
    }

    private Optional<Path> latest() {
        if (!Files.isDirectory(checkpoints())) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(checkpoints())) {
            return entries.filter(path -> path.getFileName().toString().startsWith("checkpoint-"))
                    .max(Comparator.comparingInt(KilledTrainingTest::stepOf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int latestStep() {
        return latest().map(KilledTrainingTest::stepOf).orElse(0);
    }

    private static int stepOf(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("checkpoint-".length()));
    }

    private void await(Process process, BooleanSupplier condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            boolean ended = process.waitFor(1, TimeUnit.MILLISECONDS);
            assertThat(ended).as(printed()).isFalse();
            assertThat(System.nanoTime()).as("the time it takes").isLessThan(deadline);
        }
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private void hasTheWeightsOfTheUninterruptedOne() {
        for (String file : List.of("model.safetensors", "heads.safetensors", "lexical.safetensors")) {
            assertThat(output().resolve(file)).hasSameBinaryContentAs(uninterrupted.resolve(file));
        }
    }
}
