package io.grasp.quickstart.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from their beginning as a platform would, committed records only, and tells when it could read each.
 * Runs on its own thread, which owns the consumer.
 */
public final class CommittedReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommittedReader.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int MOST_AT_ONCE = 5_000;

    private final List<String> topics;
    private final Listener listener;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Told of each record, in the order of each partition. Called from the reader's thread. */
    public interface Listener {
        /**
         * A record was read.
         *
         * @param nanos when it could be, by {@link System#nanoTime}
         */
        void read(ConsumerRecord<byte[], byte[]> record, long nanos);
    }

    /**
     * Starts reading.
     *
     * @param topics names of topics that are there
     */
    public CommittedReader(Map<String, Object> clients, List<String> topics, Listener listener) {
        this.topics = List.copyOf(topics);
        this.listener = listener;
        Map<String, Object> properties = new HashMap<>(clients);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::read, "committed-reader");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Fails if nothing more will be read.
     *
     * @throws IllegalStateException with the reason
     */
    public void requireReading() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("What the streams-app wrote cannot be read", failed);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (consumer) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                Iterable<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL);
                long nanos = System.nanoTime();
                records.forEach(record -> listener.read(record, nanos));
            }
        } catch (WakeupException e) {
            // close() asked for it
        } catch (RuntimeException e) {
            failure.set(e);
            LOG.atError().setCause(e).log("Nothing more is read of what the streams-app writes");
        }
    }
}
