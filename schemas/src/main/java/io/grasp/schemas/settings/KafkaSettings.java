package io.grasp.schemas.settings;

import io.grasp.schemas.SchemaLibrary;
import io.grasp.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How to reach Kafka, and what its topics are.
 *
 * @param bootstrapServers brokers to connect to first ({@code kafka.bootstrap.servers})
 * @param topicPrefix put before every topic's name ({@code topic.prefix}, empty)
 * @param passThrough other settings of Kafka's clients, by Kafka's names ({@code kafka.*})
 * @param schemaDirectory Avro schemas of newer producers ({@code schema.directory}, none)
 * @param topicPartitions partitions of topics that scale with students ({@code topic.partitions}, 6)
 * @param topicReplication brokers that keep each partition ({@code topic.replication}, 1)
 */
public record KafkaSettings(
        String bootstrapServers,
        String topicPrefix,
        Map<String, String> passThrough,
        Optional<Path> schemaDirectory,
        int topicPartitions,
        short topicReplication) {

    public KafkaSettings {
        passThrough = Map.copyOf(passThrough);
    }

    /**
     * Reads the settings and leaves their problems with {@code settings}: call {@link Settings#failIfInvalid} after
     * all.
     */
    public static KafkaSettings from(Settings settings) {
        String servers = settings.required("kafka." + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        String prefix = settings.optional("topic.prefix", "", KafkaSettings::checkedPrefix);
        Optional<Path> schemas = settings.optional("schema.directory", Optional.empty(), KafkaSettings::directory);
        int partitions = settings.integer("topic.partitions", 6, 1, 10_000);
        int replication = settings.integer("topic.replication", 1, 1, Short.MAX_VALUE);
        Map<String, String> others = new HashMap<>(settings.kafka());
        others.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new KafkaSettings(servers, prefix, others, schemas, partitions, (short) replication);
    }

    /** What every Kafka client of this program starts from. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(passThrough);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return Map.copyOf(properties);
    }

    /**
     * The topics with this prefix, whose records can be read if a released schema or one of the directory wrote them.
     */
    public Topics topics() {
        SchemaLibrary shipped = SchemaLibrary.shipped();
        return new Topics(
                topicPrefix, schemaDirectory.map(shipped::withDirectory).orElse(shipped));
    }

    /** Everything but secrets. */
    @Override
    public String toString() {
        return ("KafkaSettings[bootstrapServers=%s, topicPrefix=%s, passThrough=%s, schemaDirectory=%s,"
                        + " topicPartitions=%d, topicReplication=%d]")
                .formatted(
                        bootstrapServers,
                        topicPrefix,
                        Secrets.shown(passThrough),
                        schemaDirectory.map(Path::toString).orElse(""),
                        topicPartitions,
                        topicReplication);
    }

    private static String checkedPrefix(String prefix) {
        var unused = new Topics(prefix);
        return prefix;
    }

    private static Optional<Path> directory(String text) {
        Path directory = Path.of(text);
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("there is no such directory; create it or remove the setting");
        }
        return Optional.of(directory);
    }
}
