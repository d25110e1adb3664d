package io.grasp.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads what a topic holds now, from its beginning to where it ended when the reading began; committed records only.
 * Holds no connection between scans, and belongs to no consumer group. Safe for any number of threads.
 */
public final class TopicScan {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> properties;
    private final Duration patience;

    /** @param clientProperties how to reach Kafka */
    public TopicScan(Map<String, Object> clientProperties) {
        this(clientProperties, PATIENCE);
    }

    TopicScan(Map<String, Object> clientProperties, Duration patience) {
        Map<String, Object> all = new HashMap<>(clientProperties);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.properties = Map.copyOf(all);
        this.patience = patience;
    }

    /**
     * Returns the records, in order within each partition.
     *
     * @throws KafkaException if no record comes for half a minute although there are more, or the topic cannot be read
     */
    public <K, V> List<ConsumerRecord<K, V>> read(String topic, Deserializer<K> keys, Deserializer<V> values) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        forEach(topic, keys, values, records::add);
        return records;
    }

    /**
     * Hands over the records one by one, in order within each partition, and keeps none of them.
     *
     * @throws KafkaException if no record comes for half a minute although there are more, or the topic cannot be read
     */
    public <K, V> void forEach(
            String topic, Deserializer<K> keys, Deserializer<V> values, Consumer<ConsumerRecord<K, V>> action) {
        try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(properties, keys, values)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
            long deadline = System.nanoTime() + patience.toNanos();
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                ConsumerRecords<K, V> polled = consumer.poll(POLL);
                polled.forEach(action);
                if (!polled.isEmpty()) {
                    deadline = System.nanoTime() + patience.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new KafkaException("The Kafka topic %s could not be read to its end: nothing came for %d s."
                                    .formatted(topic, patience.toSeconds())
                            + " Is the broker up, and does no transaction hang?");
                }
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        try {
            return consumer.partitionsFor(topic, patience).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (TimeoutException e) {
            throw new KafkaException(
                    "The Kafka topic %s could not be read: no broker answers at %s. Is one up there, and the topic created?"
                            .formatted(topic, properties.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)),
                    e);
        }
    }
}
