package io.grasp.quickstart.bench.serving;

import io.grasp.events.ModelStatus;
import io.grasp.model.ModelVersion;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.Topics;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.labels.LabelRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;

/** A broker with our topics, and a model store; nobody has used either before. Owns the broker and a producer. */
final class FreshCluster implements AutoCloseable {
    private static final String MODEL = "grasp";

    private final Path directory;
    private final int partitions;
    private final EmbeddedKafka kafka;
    private final Topics topics = new Topics("");
    private final DirectoryModelStore store;
    private final Map<ModelVersion, String> checksums = new HashMap<>();
    private final EventWriter writer;

    private FreshCluster(Path directory, int partitions, EmbeddedKafka kafka) {
        this.directory = directory;
        this.partitions = partitions;
        this.kafka = kafka;
        this.store = new DirectoryModelStore(directory.resolve("models"));
        createTopics();
        this.writer = new EventWriter(clients());
    }

    /** @param directory where all of it is kept; empty */
    static FreshCluster start(Path directory, int partitions) {
        return new FreshCluster(directory, partitions, EmbeddedKafka.start(directory.resolve("kafka")));
    }

    Topics topics() {
        return topics;
    }

    int partitions() {
        return partitions;
    }

    /** How to reach it. */
    Map<String, Object> clients() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    /** The settings of a streams-app on it. */
    Map<String, String> appSettings(Map<String, String> others) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        settings.put("topic.partitions", String.valueOf(partitions));
        settings.put("model.store", directory.resolve("models").toString());
        settings.put("state.directory", directory.resolve("state").toString());
        settings.put("http.port", "0");
        settings.putAll(others);
        return settings;
    }

    /** Copies a package into the store; nobody hears of it yet. */
    ModelVersion store(Path modelPackage) {
        ModelVersion version = store.publish(modelPackage);
        checksums.put(version, ModelPackageReader.read(store.fetch(version)).checksum());
        return version;
    }

    /**
     * Declares a version of the store champion, at no cost to those who run meanwhile; returns when the broker has it.
     */
    void announce(ModelVersion version) {
        Instant now = Instant.now();
        writer.write(
                topics.modelVersions(),
                CompositeKey.of(MODEL, version.name()),
                io.grasp.events.ModelVersion.newBuilder()
                        .setName(MODEL)
                        .setVersion(version.name())
                        .setChecksum(Objects.requireNonNull(checksums.get(version)))
                        .setStatus(ModelStatus.CHAMPION)
                        .setReason("a benchmark")
                        .setLabels(0)
                        .setCreatedAt(now)
                        .setDecidedAt(now)
                        .setWorker("bench")
                        .build());
        writer.flush();
    }

    /** Sends rows as interactions; {@link #flush} waits until they are there. */
    void send(List<LabeledRow> rows) {
        rows.forEach(this::send);
    }

    void send(LabeledRow row) {
        writer.write(topics.interactions(), row.student(), LabelRecords.interaction(row, Instant.now()));
    }

    void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
        kafka.close();
    }

    private void createTopics() {
        try (Admin admin = Admin.create(clients())) {
            TopicCreation creation = new TopicCreation(admin, partitions, (short) 1);
            creation.createMissing(topics.all());
            creation.awaitLeaders(topics.all());
        }
    }
}
