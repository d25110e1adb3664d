package io.grasp.quickstart.stream;

import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events as platforms, teachers and the content team do. Owns its producer. */
public final class EventWriter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /**
     * Connects.
     *
     * @param clientProperties how to reach Kafka
     */
    public EventWriter(Map<String, Object> clientProperties) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.LARGEST_RECORD_BYTES);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends without waiting; {@link #flush} waits. */
    public <V> void write(Topic<String, V> topic, String key, @Nullable V value) {
        send(new ProducerRecord<>(
                topic.name(),
                topic.keySerde().serializer().serialize(topic.name(), key),
                topic.valueSerde().serializer().serialize(topic.name(), value)));
    }

    /** Sends bytes as they are, right or wrong. */
    public void writeBytes(Topic<?, ?> topic, byte @Nullable [] key, byte @Nullable [] value) {
        send(new ProducerRecord<>(topic.name(), key, value));
    }

    /**
     * Waits until everything sent has arrived.
     *
     * @throws IllegalStateException if something did not
     */
    public void flush() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException(
                    "Kafka did not take a record; is the broker up and the topic there?", failed);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, failed) -> failure.compareAndSet(null, failed));
    }
}
