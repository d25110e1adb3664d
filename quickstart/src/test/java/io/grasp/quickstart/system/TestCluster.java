package io.grasp.quickstart.system;

import io.grasp.events.ModelStatus;
import io.grasp.model.ModelVersion;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topic;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker with our topics and a store of tiny models. */
final class TestCluster implements AutoCloseable {
    static final int PARTITIONS = 3;

    private final Path scratch;
    private final EmbeddedKafka kafka;
    private final Topics topics = new Topics("");
    private final DirectoryModelStore store;
    private final EventWriter writer;

    TestCluster(Path scratch) {
        this.scratch = scratch;
        kafka = EmbeddedKafka.start(scratch.resolve("kafka"));
        store = new DirectoryModelStore(scratch.resolve("models"));
        createTopics();
        writer = new EventWriter(clients());
    }

    TopicCreation.Result createTopics() {
        try (Admin admin = Admin.create(clients())) {
            return new TopicCreation(admin, PARTITIONS, (short) 1).createMissing(topics.all());
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
        return settings;
    }

    /** Publishes a tiny model with weights from {@code seed} and declares it champion. */
    ModelVersion publishChampion(long seed) {
        Path modelPackage = TinyModel.writePackage(scratch.resolve("package-" + seed), seed, TinyModel.tasks());
        ModelVersion version = store.publish(modelPackage);
        announce(version, ModelPackageReader.read(store.fetch(version)).checksum());
        return version;
    }

    void announce(ModelVersion version, String checksum) {
        writer.write(
                topics.modelVersions(),
                CompositeKey.of("grasp", version.name()),
                io.grasp.events.ModelVersion.newBuilder()
                        .setName("grasp")
                        .setVersion(version.name())
                        .setChecksum(checksum)
                        .setStatus(ModelStatus.CHAMPION)
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
        Map<String, Object> properties = new HashMap<>(clients());
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
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
