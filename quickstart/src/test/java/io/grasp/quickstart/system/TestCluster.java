package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.ModelStatus;
import io.grasp.model.ModelInput;
import io.grasp.model.ModelVersion;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.quickstart.Grasp;
import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topic;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.TopicScan;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsApp;
import io.grasp.streams.StreamsAppSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker with our topics and a store of tiny models. */
final class TestCluster implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final Path scratch;
    private final EmbeddedKafka kafka;
    private final Topics topics = new Topics("");
    private final DirectoryModelStore store;
    private EventWriter writer;

    TestCluster(Path scratch) {
        this.scratch = scratch;
        kafka = EmbeddedKafka.start(scratch.resolve("kafka"));
        store = new DirectoryModelStore(scratch.resolve("models"));
        createTopics();
        writer = new EventWriter(clients());
    }

    TopicCreation.Result createTopics() {
        try (Admin admin = Admin.create(clients())) {
            TopicCreation creation = new TopicCreation(admin, PARTITIONS, (short) 1);
            TopicCreation.Result result = creation.createMissing(topics.all());
            creation.awaitLeaders(topics.all());
            return result;
        }
    }

    /** Deletes a topic with all that it holds, and makes it again. */
    void recreate(Topic<?, ?> topic, int partitions) {
        try (Admin admin = Admin.create(clients())) {
            admin.deleteTopics(List.of(topic.name())).all().get();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.listTopics().names().get().contains(topic.name()));
            TopicCreation creation = new TopicCreation(admin, partitions, (short) 1);
            creation.createMissing(List.of(topic));
            creation.awaitLeaders(topics.all());
            // The one before remembers partitions of the old topic.
            writer.close();
            writer = new EventWriter(clients());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("The Kafka topic %s was not made anew".formatted(topic.name()), e);
        }
    }

    Map<String, Object> clients() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    Topics topics() {
        return topics;
    }

    EventWriter writer() {
        return writer;
    }

    DirectoryModelStore store() {
        return store;
    }

    /** Settings of the only streams-app on this cluster. */
    Map<String, String> appSettings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        // A static member takes its partitions up again at once, instead of after its predecessor's session.
        settings.put("kafka.group.instance.id", "the-only-one");
        settings.put("topic.partitions", String.valueOf(PARTITIONS));
        settings.put("model.store", scratch.resolve("models").toString());
        settings.put("state.directory", scratch.resolve("state").toString());
        settings.put("http.port", "0");
        // Answers are compared with those of a model that runs alone, whatever the machine is fast at.
        settings.put("inference.matmul.precision", "highest");
        return settings;
    }

    /** Starts a streams-app in this JVM, with {@code more} settings than {@link #appSettings}. */
    StreamsApp startApp(Map<String, String> more) {
        Map<String, String> settings = appSettings();
        settings.putAll(more);
        StreamsApp app =
                new StreamsApp(StreamsAppSettings.from(Settings.of(settings, Map.of())), store, Clock.systemUTC());
        app.start();
        return app;
    }

    /** Runs a command of {@code grasp} against this cluster and returns what it printed. */
    String run(String... command) {
        return run(0, command);
    }

    /** Runs a command that ends with that exit code, and returns what it printed. */
    String run(int exitCode, String... command) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
        int ended = Grasp.commandLine().setOut(out).setErr(out).execute(args.toArray(String[]::new));
        assertThat(ended).as("grasp %s: %s", args, printed).isEqualTo(exitCode);
        return printed.toString();
    }

    /** Publishes a tiny model with weights from {@code seed} and declares it champion. */
    ModelVersion publishChampion(long seed) {
        return publish(seed, ModelStatus.CHAMPION);
    }

    /** Publishes a tiny model with weights from {@code seed} as one that the gate held back. */
    ModelVersion publishRejected(long seed) {
        return publish(seed, ModelStatus.REJECTED);
    }

    /** As {@link #publishChampion}, of a model that also reads the words of {@code known}. */
    ModelVersion publishChampionThatReads(long seed, ModelInput... known) {
        return publish(
                TinyModel.writeLexicalPackage(scratch.resolve("package-" + seed), seed, TinyModel.tasks(), known),
                ModelStatus.CHAMPION);
    }

    private ModelVersion publish(long seed, ModelStatus status) {
        return publish(TinyModel.writePackage(scratch.resolve("package-" + seed), seed, TinyModel.tasks()), status);
    }

    private ModelVersion publish(Path modelPackage, ModelStatus status) {
        ModelVersion version = store.publish(modelPackage);
        announce(version, ModelPackageReader.read(store.fetch(version)).checksum(), status);
        return version;
    }

    /** Declares a version champion. */
    void announce(ModelVersion version, String checksum) {
        announce(version, checksum, ModelStatus.CHAMPION);
    }

    private void announce(ModelVersion version, String checksum, ModelStatus status) {
        writer.write(
                topics.modelVersions(),
                CompositeKey.of("grasp", version.name()),
                io.grasp.events.ModelVersion.newBuilder()
                        .setName("grasp")
                        .setVersion(version.name())
                        .setChecksum(checksum)
                        .setStatus(status)
                        .setReason("a test")
                        .setLabels(0)
                        .setCreatedAt(Instant.now())
                        .setDecidedAt(Instant.now())
                        .setWorker("test")
                        .build());
        writer.flush();
    }

    /** Reads every committed record that a topic holds now. */
    List<ConsumerRecord<byte[], byte[]>> read(Topic<?, ?> topic) {
        return new TopicScan(clients()).read(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads every committed value that a topic holds now, decoded. */
    <V> List<V> values(Topic<String, V> topic) {
        return read(topic).stream()
                .map(record -> topic.valueSerde().deserializer().deserialize(topic.name(), record.value()))
                .toList();
    }

    @Override
    public void close() {
        writer.close();
        kafka.close();
    }
}
