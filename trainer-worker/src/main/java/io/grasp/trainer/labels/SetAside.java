package io.grasp.trainer.labels;

import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that can't be used, until they are written to the dead letters. Every worker of a group keeps them and only
 * the leader writes them, so that each gets there once; the group's offsets say how far that was done. Keeps a limited
 * number of bytes: what is too much is written by the worker that starts next. Owns a producer until {@link #close}.
 * For one thread.
 */
final class SetAside implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
    private static final long MOST_BYTES = 16L << 20;
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);

    private final String application;
    private final String deadLetters;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<DeadLetter> waiting = new ArrayList<>();
    private final Map<TopicPartition, Long> writtenUpTo = new HashMap<>();
    private final Map<TopicPartition, Long> firstTooMany = new HashMap<>();
    private long bytes;
    private long failedAt = System.nanoTime() - TRY_AGAIN_AFTER.toNanos();

    /**
     * Holds nothing yet.
     *
     * @param application the id that dead letters carry
     */
    SetAside(KafkaSettings kafka, String application) {
        Topics topics = kafka.topics();
        this.application = application;
        this.deadLetters = topics.deadLetters().name();
        Map<String, Object> writing = new HashMap<>(kafka.clientProperties());
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        writing.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                topics.deadLetters().policy().maxMessageBytes());
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Keeps a record unless it was written already. */
    void add(DeadLetter letter) {
        TopicPartition partition = partition(letter);
        long offset = letter.origin().offset();
        if (offset < writtenUpTo.getOrDefault(partition, 0L) || firstTooMany.containsKey(partition)) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("kafkaTopic", letter.origin().topic())
                .addKeyValue("partition", letter.origin().partition())
                .addKeyValue("offset", offset)
                .addKeyValue("reason", letter.reason())
                .log("A record can't be used; it goes to the dead letters");
        if (bytes + size(letter) > MOST_BYTES) {
            firstTooMany.put(partition, offset);
            LOG.atError()
                    .addKeyValue("kafkaTopic", letter.origin().topic())
                    .addKeyValue("partition", letter.origin().partition())
                    .addKeyValue("offset", offset)
                    .log("Too many records can't be used; restart the trainer to write the rest to the dead letters");
            return;
        }
        waiting.add(letter);
        bytes += size(letter);
    }

    /** That all before these offsets were written, by whomever. */
    void written(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> writtenUpTo.merge(partition, offset, Math::max));
        waiting.removeIf(letter -> letter.origin().offset() < writtenUpTo.getOrDefault(partition(letter), 0L));
        bytes = waiting.stream().mapToLong(SetAside::size).sum();
    }

    /** Drops what is known of a partition, because it begins anew. */
    void dropPartition(TopicPartition partition) {
        waiting.removeIf(letter -> partition(letter).equals(partition));
        bytes = waiting.stream().mapToLong(SetAside::size).sum();
        writtenUpTo.remove(partition);
        firstTooMany.remove(partition);
    }

    /**
     * Writes all that wait; what fails waits for another try, some time later.
     *
     * @return how far dead letters are written since the last time, for the group's offsets
     */
    Map<TopicPartition, OffsetAndMetadata> write() {
        if (waiting.isEmpty() || System.nanoTime() - failedAt < TRY_AGAIN_AFTER.toNanos()) {
            return Map.of();
        }
        Map<DeadLetter, String> failures = new ConcurrentHashMap<>();
        for (DeadLetter letter : waiting) {
            var unused = producer.send(
                    new ProducerRecord<>(
                            deadLetters, null, letter.key(), letter.value(), letter.toHeaders(application)),
                    (metadata, failure) -> {
                        if (failure != null) {
                            failures.put(letter, failure.toString());
                        }
                    });
        }
        producer.flush();
        Map<TopicPartition, Long> reached = reached(failures.keySet());
        waiting.removeIf(letter -> !failures.containsKey(letter));
        written(reached);
        if (!failures.isEmpty()) {
            failedAt = System.nanoTime();
            LOG.atError()
                    .addKeyValue("waiting", waiting.size())
                    .addKeyValue("reason", failures.values().iterator().next())
                    .log("Dead letters could not be written; trying again later");
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        reached.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        return offsets;
    }

    /** By partition, the offset before which nothing waits any more. */
    private Map<TopicPartition, Long> reached(Set<DeadLetter> failed) {
        Map<TopicPartition, Long> reached = new HashMap<>();
        Set<TopicPartition> halted = new HashSet<>();
        for (DeadLetter letter : waiting) {
            TopicPartition partition = partition(letter);
            if (failed.contains(letter)) {
                halted.add(partition);
            } else if (!halted.contains(partition)) {
                reached.put(partition, letter.origin().offset() + 1);
            }
        }
        return reached;
    }

    private static TopicPartition partition(DeadLetter letter) {
        return new TopicPartition(letter.origin().topic(), letter.origin().partition());
    }

    private static long size(DeadLetter letter) {
        byte[] key = letter.key();
        byte[] value = letter.value();
        return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    }

    @Override
    public void close() {
        producer.close();
    }
}
