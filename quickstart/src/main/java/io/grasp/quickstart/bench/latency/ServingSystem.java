package io.grasp.quickstart.bench.latency;

import io.grasp.events.ModelStatus;
import io.grasp.model.ModelVersion;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsApp;
import io.grasp.streams.StreamsAppSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** An embedded broker and a streams-app in this process that serves one model package. Owns both. */
final class ServingSystem implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final String MODEL = "grasp";

    private final Scratch scratch;
    private final EmbeddedKafka kafka;
    private final StreamsAppSettings settings;
    private final StreamsApp app;

    /**
     * Starts both and returns when the model serves.
     *
     * @param more settings of the streams-app beside those that say where things are
     */
    ServingSystem(Path modelPackage, Map<String, String> more) {
        this.scratch = Scratch.create("grasp-latency");
        this.kafka = EmbeddedKafka.start(scratch.resolve("kafka"));
        Map<String, String> all = new HashMap<>(more);
        all.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        all.put("model.store", scratch.resolve("models").toString());
        all.put("model.name", MODEL);
        all.put("state.directory", scratch.resolve("state").toString());
        all.put("http.port", "0");
        this.settings = StreamsAppSettings.from(Settings.of(all, Map.of()));
        DirectoryModelStore store = new DirectoryModelStore(settings.modelStore());
        this.app = new StreamsApp(settings, store, Clock.systemUTC());
        app.start();
        announce(store.publish(modelPackage), store);
        awaitReadiness();
    }

    Topics topics() {
        return settings.kafka().topics();
    }

    Map<String, Object> clients() {
        return settings.kafka().clientProperties();
    }

    private void announce(ModelVersion version, DirectoryModelStore store) {
        Instant now = Instant.now();
        try (EventWriter writer = new EventWriter(clients())) {
            writer.write(
                    topics().modelVersions(),
                    CompositeKey.of(MODEL, version.name()),
                    io.grasp.events.ModelVersion.newBuilder()
                            .setName(MODEL)
                            .setVersion(version.name())
                            .setChecksum(ModelPackageReader.read(store.fetch(version))
                                    .checksum())
                            .setStatus(ModelStatus.CHAMPION)
                            .setReason("It is measured")
                            .setLabels(0)
                            .setCreatedAt(now)
                            .setDecidedAt(now)
                            .setWorker("bench")
                            .build());
            writer.flush();
        }
    }

    private void awaitReadiness() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!app.readiness().ready()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The streams-app is not ready after %s: %s"
                        .formatted(LONGEST_START, app.readiness().missing()));
            }
            Pauses.sleep(BETWEEN_LOOKS);
        }
    }

    @Override
    public void close() {
        app.close();
        kafka.close();
        scratch.close();
    }
}
