package io.grasp.quickstart.system;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.Prediction;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsApp;
import io.grasp.streams.StreamsAppSettings;
import io.grasp.streams.serving.ModelIdentity;
import io.grasp.streams.serving.PackagedClassifier;
import io.grasp.streams.serving.TextClassifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A process of its own that runs the streams-app with slowed-down inference, to be killed without warning. */
final class SlowStreamsApp {
    private static final Duration A_PASS = Duration.ofMillis(40);

    private SlowStreamsApp() {}

    /**
     * Runs until it is killed.
     *
     * @param args settings as key=value
     */
    public static void main(String[] args) throws InterruptedException {
        startHere(keys(args));
        new CountDownLatch(1).await();
    }

    /** Starts one in this process, to be asked and closed. */
    static StreamsApp startHere(Map<String, String> keys) {
        StreamsAppSettings settings = StreamsAppSettings.from(Settings.of(keys, Map.of()));
        StreamsApp app = new StreamsApp(
                settings,
                new DirectoryModelStore(settings.modelStore()),
                Clock.systemUTC(),
                (directory, name, version) -> new Slow(PackagedClassifier.open(directory, name, version)));
        app.start();
        return app;
    }

    private static Map<String, String> keys(String[] args) {
        return Arrays.stream(args)
                .map(arg -> arg.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** Takes its time for every forward pass. */
    private record Slow(TextClassifier origin) implements TextClassifier {
        @Override
        public EncodedInput encode(ModelInput input) {
            return origin.encode(input);
        }

        @Override
        public Optional<Prediction> exitEarly(EncodedInput input, String learningTopic) {
            return origin.exitEarly(input, learningTopic);
        }

        @Override
        public Optional<Prediction> answerAtOnce(EncodedInput input) {
            return origin.answerAtOnce(input);
        }

        @Override
        public int tokensToCompute(EncodedInput input) {
            return origin.tokensToCompute(input);
        }

        @Override
        public List<Prediction> predict(List<EncodedInput> batch) {
            LockSupport.parkNanos(A_PASS.toNanos());
            return origin.predict(batch);
        }

        @Override
        public ModelIdentity identity() {
            return origin.identity();
        }

        @Override
        public boolean isNewTo(String learningTopic) {
            return origin.isNewTo(learningTopic);
        }

        @Override
        public void close() {
            origin.close();
        }
    }

    /** Where the test finds this process. */
    static ProcessBuilder process(Map<String, String> settings, Path log) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SlowStreamsApp.class.getName()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
}
