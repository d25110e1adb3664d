package io.grasp.quickstart.cli;

import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.TopicScan;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the events that topics hold now; committed ones only. What cannot be decoded is counted and left out. A topic
 * that does not exist is empty. For one thread.
 */
public final class EventReader {
    private final TopicScan scan;
    private long undecodable;

    /** @param clientProperties how to reach Kafka */
    public EventReader(Map<String, Object> clientProperties) {
        scan = new TopicScan(clientProperties);
    }

    /** Hands over every value of the topic, in order within each partition; no tombstones. */
    public <V> void values(Topic<String, V> topic, Consumer<V> action) {
        records(topic, key -> true, kept -> kept.value().ifPresent(action));
    }

    /** Hands over the records of these keys, in order within each partition; decodes no others. */
    public <V> void records(Topic<String, V> topic, Predicate<String> keys, Consumer<Kept<V>> action) {
        scan.forEach(topic.name(), topic.keySerde().deserializer(), new ByteArrayDeserializer(), record -> {
            String key = record.key();
            if (key == null || !keys.test(key)) {
                return;
            }
            Instant timestamp = Instant.ofEpochMilli(record.timestamp());
            byte[] bytes = record.value();
            if (bytes == null) {
                action.accept(new Kept<>(key, timestamp, Optional.empty()));
            } else if (Decoded.decode(topic, bytes) instanceof Decoded.Value<V> decoded) {
                action.accept(new Kept<>(key, timestamp, Optional.of(decoded.value())));
            } else {
                undecodable++;
            }
        });
    }

    /** Returns how many records of the wanted keys could not be decoded so far. */
    public long undecodable() {
        return undecodable;
    }
}
