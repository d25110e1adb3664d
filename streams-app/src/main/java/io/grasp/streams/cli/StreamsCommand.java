package io.grasp.streams.cli;

import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.settings.InvalidSettingsException;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsApp;
import io.grasp.streams.StreamsAppSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the streams-app until it is told to stop. */
@Command(
        name = "streams",
        description = "Run the streams-app, until stopped: classify interactions, keep learner state, decide.",
        mixinStandardHelpOptions = true)
public final class StreamsCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file; GRASP_… environment variables win over it.")
    private @Nullable Path config;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        StreamsAppSettings settings;
        try {
            settings = StreamsAppSettings.from(
                    config == null ? Settings.of(Map.of(), System.getenv()) : Settings.from(config, System.getenv()));
        } catch (InvalidSettingsException e) {
            err.println(e.getMessage());
            return spec.exitCodeOnInvalidInput();
        }
        CountDownLatch stopped = new CountDownLatch(1);
        StreamsApp app = new StreamsApp(settings, new DirectoryModelStore(settings.modelStore()), Clock.systemUTC());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        app.start();
        err.printf(
                "Streams app started; readiness at http://%s:%d/health/ready%n",
                settings.http().host(), app.httpPort());
        stopped.await();
        return spec.exitCodeOnSuccess();
    }
}
