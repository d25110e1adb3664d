package io.grasp.quickstart.stream;

import io.grasp.events.Classification;
import io.grasp.events.ModelVersion;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads every topic of the system as a platform would, committed records only, and keeps count. Runs on its own thread,
 * which owns the consumer; what it has seen may be asked from any thread.
 */
public final class StreamObserver implements AutoCloseable {
    private static final long LONGEST_LATENCY_MILLIS = Duration.ofHours(1).toMillis();

    private final Topics topics;
    private final StreamListener listener;
    private final Clock clock;
    private final CommittedReader reader;
    private final Histogram latency = new Histogram(LONGEST_LATENCY_MILLIS, 3);
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<Classification> classifications = new ArrayList<>();
    private final Map<String, Long> sentAt = new HashMap<>();
    private final List<ModelVersion> versions = new ArrayList<>();
    private volatile long lastSeenNanos = System.nanoTime();

    /**
     * Starts observing.
     *
     * @param clientProperties how to reach Kafka; the topics must be there
     */
    public StreamObserver(Map<String, Object> clientProperties, Topics topics, StreamListener listener, Clock clock) {
        this.topics = topics;
        this.listener = listener;
        this.clock = clock;
        topics.all().forEach(topic -> counts.put(topic.name(), 0L));
        this.reader = new CommittedReader(
                clientProperties, topics.all().stream().map(Topic::name).toList(), this::see);
    }

    /** Notes when an interaction was sent, so that its latency can be told. */
    public synchronized void sent(String interactionId) {
        sentAt.put(interactionId, clock.millis());
    }

    /** Returns how many records each topic has had, in the order of the topics. */
    public synchronized Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    public synchronized long count(Topic<?, ?> topic) {
        return counts.getOrDefault(topic.name(), 0L);
    }

    public synchronized List<Classification> classifications() {
        return List.copyOf(classifications);
    }

    /** Returns for how long no record has come. */
    public Duration quiet() {
        return Duration.ofNanos(System.nanoTime() - lastSeenNanos);
    }

    /** Returns every announcement of a model version, oldest first. */
    public synchronized List<ModelVersion> versions() {
        return List.copyOf(versions);
    }

    /** Returns the latencies from sending an interaction to reading its committed classification, milliseconds. */
    public synchronized Histogram latencyMillis() {
        return latency.copy();
    }

    @Override
    public void close() {
        reader.close();
    }

    private void see(ConsumerRecord<byte[], byte[]> record, long nanos) {
        lastSeenNanos = System.nanoTime();
        synchronized (this) {
            counts.merge(record.topic(), 1L, Long::sum);
        }
        when(record, topics.classifications(), this::seeClassification);
        when(record, topics.feedback(), listener::feedback);
        when(record, topics.recommendations(), listener::recommended);
        when(record, topics.learnerState(), listener::followed);
        when(record, topics.modelVersions(), this::seeVersion);
    }

    private void seeClassification(Classification classification) {
        synchronized (this) {
            classifications.add(classification);
            @Nullable Long sent = sentAt.remove(classification.getInteractionId());
            if (sent != null) {
                latency.recordValue(Math.max(0, Math.min(LONGEST_LATENCY_MILLIS, clock.millis() - sent)));
            }
        }
        listener.classified(classification);
    }

    private synchronized void seeVersion(ModelVersion version) {
        versions.add(version);
    }

    /** Tombstones and what others wrote that cannot be read are counted, and no more. */
    private static <V> void when(ConsumerRecord<byte[], byte[]> record, Topic<String, V> topic, Consumer<V> then) {
        if (record.topic().equals(topic.name())
                && Decoded.decode(topic, record.value()) instanceof Decoded.Value<V> decoded) {
            then.accept(decoded.value());
        }
    }
}
