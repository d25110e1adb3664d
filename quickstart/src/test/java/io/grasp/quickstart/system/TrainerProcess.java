package io.grasp.quickstart.system;

import io.grasp.model.TinyModel;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.TrainerSettings;
import io.grasp.trainer.TrainerWorker;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.finetune.Start;
import io.grasp.trainer.loop.Checkpoints;
import io.grasp.trainer.loop.TransformerFineTuner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A process of its own that runs a trainer-worker, to be killed or stopped without warning. A training waits until it
 * is let go on.
 */
final class TrainerProcess {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private TrainerProcess() {}

    /**
     * Runs until it is killed.
     *
     * @param args a directory, then settings as key=value
     */
    public static void main(String[] args) {
        Path gate = Path.of(args[0]);
        TrainerSettings settings = TrainerSettings.from(Settings.of(keys(args), Map.of()));
        new TrainerWorker(
                        settings,
                        new DirectoryModelStore(settings.modelStore()),
                        new Waiting(gate, new TransformerFineTuner(Checkpoints.none())),
                        TinyModel.encoderFiles(1),
                        Clock.systemUTC(),
                        Progress.none())
                .run();
    }

    private static Map<String, String> keys(String[] args) {
        return Arrays.stream(args)
                .skip(1)
                .map(arg -> arg.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Says in the directory that a training has begun, and waits there until it may go on. */
    private record Waiting(Path gate, FineTuner origin) implements FineTuner {
        @Override
        public FineTuned fineTune(Dataset dataset, Start start, TrainingArguments arguments, Progress progress) {
            try {
                Files.createFile(begun(gate));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            while (!Files.exists(goOn(gate))) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
            return origin.fineTune(dataset, start, arguments, progress);
        }

        @Override
        public FineTuned refit(FineTuned calibrated, Dataset dataset, TrainingArguments arguments, Progress progress) {
            return origin.refit(calibrated, dataset, arguments, progress);
        }
    }

    /** The file that is there once a training has begun. */
    static Path begun(Path gate) {
        return gate.resolve("begun");
    }

    /** The file that a training waits for. */
    static Path goOn(Path gate) {
        return gate.resolve("go-on");
    }

    static Process start(Path gate, Map<String, String> settings, Path log) throws IOException {
        Files.createDirectories(gate);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TrainerProcess.class.getName(),
                gate.toString()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
    }
}
