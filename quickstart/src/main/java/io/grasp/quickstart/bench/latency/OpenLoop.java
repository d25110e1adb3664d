package io.grasp.quickstart.bench.latency;

import io.grasp.events.Classification;
import io.grasp.events.Interaction;
import io.grasp.quickstart.stream.EventWriter;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Writes interactions when they are due, whether or not those before have been answered, and reads their committed
 * classifications. A latency begins when the interaction was due and not when it could be sent, so that a system which
 * holds its callers up is not flattered (coordinated omission). Owns its clients and a reading thread.
 */
final class OpenLoop implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Topics topics;
    private final StudentTexts texts;
    private final EventWriter writer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread reader;
    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private volatile boolean closed;

    OpenLoop(Map<String, Object> clients, Topics topics, StudentTexts texts) {
        this.topics = topics;
        this.texts = texts;
        this.writer = new EventWriter(clients);
        this.consumer = newConsumer(clients);
        this.reader = new Thread(this::read, "classification-reader");
        List<TopicPartition> partitions = consumer
                .partitionsFor(topics.classifications().name())
                .stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader.setDaemon(true);
        reader.start();
    }

    private static KafkaConsumer<byte[], byte[]> newConsumer(Map<String, Object> clients) {
        Map<String, Object> properties = new HashMap<>(clients);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Writes that many at once and returns how many were answered a second, from the first tenth on.
     *
     * @throws IllegalStateException if answers stay out
     */
    double flood(int interactions) {
        long now = System.nanoTime();
        for (int i = 0; i < interactions; i++) {
            write(now);
        }
        writer.flush();
        int beginning = interactions - interactions / 10;
        awaitAtMost(beginning);
        long begun = System.nanoTime();
        int left = due.size();
        awaitAtMost(0);
        return left / ((System.nanoTime() - begun) / 1e9);
    }

    /**
     * Writes for that long at the times of a Poisson process, and returns the latencies in microseconds when all are
     * answered.
     *
     * @throws IllegalStateException if answers stay out
     */
    Histogram run(double perSecond, Duration length, Random random) {
        latencies.reset();
        long end = System.nanoTime() + length.toNanos();
        double at = System.nanoTime();
        while (at < end) {
            Pauses.until((long) at);
            write((long) at);
            at += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
        }
        writer.flush();
        awaitAtMost(0);
        return latencies.copy();
    }

    private void write(long dueAt) {
        Interaction interaction = texts.next();
        due.put(interaction.getInteractionId(), dueAt);
        writer.write(topics.interactions(), interaction.getStudentId(), interaction);
    }

    private void awaitAtMost(int unanswered) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (due.size() > unanswered) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "%d interactions are unanswered after %s".formatted(due.size(), LONGEST_WAIT));
            }
            Pauses.sleep(BETWEEN_LOOKS);
        }
    }

    private void read() {
        Topic<String, Classification> topic = topics.classifications();
        try (consumer) {
            while (!closed) {
                consumer.poll(POLL).forEach(record -> {
                    Classification answer = topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
                    Long dueAt = due.remove(answer.getInteractionId());
                    if (dueAt != null) {
                        latencies.recordValue(Math.max(
                                0, Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - dueAt))));
                    }
                });
            }
        } catch (WakeupException e) {
            // close() asked for it
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
