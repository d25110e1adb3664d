package io.grasp.trainer.labels;

import io.grasp.events.LabeledInteraction;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import io.grasp.schemas.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the label log from its beginning and keeps the latest label of each interaction. A record that can't be used
 * goes to the dead letters, once: the consumer group's offsets remember how far that was done. Owns a consumer and a
 * producer until {@link #close}. For one thread, but for {@link #wakeup}.
 */
public final class LabelLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LabelLog.class);
    private static final Duration RECHECK_PARTITIONS = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String application;
    private final Topic<String, LabeledInteraction> labels;
    private final String deadLetters;
    private final Deserializer<Decoded<LabeledInteraction>> decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final LatestLabels latest = new LatestLabels();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<TopicPartition, Long> deadLettersWrittenTo = new HashMap<>();
    private long partitionsCheckedAt;
    private long unusable;
    private volatile boolean aDeadLetterIsMissing;

    /**
     * A label log that is yet to be read.
     *
     * @param application the id that dead letters carry, and the consumer group that remembers them
     */
    public LabelLog(KafkaSettings kafka, String application) {
        Topics topics = kafka.topics();
        this.application = application;
        this.labels = topics.labels();
        this.deadLetters = topics.deadLetters().name();
        this.decoder = Decoded.deserializer(labels.valueSerde().deserializer());
        Map<String, Object> reading = new HashMap<>(kafka.clientProperties());
        reading.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.topicPrefix() + application);
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = new HashMap<>(kafka.clientProperties());
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        writing.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                topics.deadLetters().policy().maxMessageBytes());
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Takes up the partitions that exist.
     *
     * @return whether there are any; if not, the Kafka topic does not exist yet or no broker answers
     */
    public boolean assign() {
        partitionsCheckedAt = System.nanoTime();
        List<TopicPartition> added = new ArrayList<>();
        for (PartitionInfo partition : partitions()) {
            TopicPartition labelPartition = new TopicPartition(labels.name(), partition.partition());
            if (assigned.add(labelPartition)) {
                added.add(labelPartition);
            }
        }
        if (!added.isEmpty()) {
            consumer.assign(assigned);
            consumer.seekToBeginning(added);
            recallDeadLetters(added);
        }
        return !assigned.isEmpty();
    }

    private void recallDeadLetters(List<TopicPartition> added) {
        try {
            consumer.committed(new HashSet<>(added), PATIENCE).forEach((partition, committed) -> {
                if (committed != null) {
                    deadLettersWrittenTo.put(partition, committed.offset());
                }
            });
        } catch (TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("How far dead letters were written is unknown; they may be written again");
        }
    }

    private Collection<PartitionInfo> partitions() {
        try {
            return consumer.partitionsFor(labels.name(), PATIENCE);
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("kafkaTopic", labels.name()).log("No broker answers; asking again");
            return List.of();
        }
    }

    /** Whether everything that was in the log a moment ago has been read. */
    public boolean isCaughtUp() {
        try {
            return consumer.endOffsets(assigned, PATIENCE).entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("kafkaTopic", labels.name()).log("No broker answers; asking again");
            return false;
        }
    }

    /** Reads what has come in, waiting for at most {@code patience}. */
    public void poll(Duration patience) {
        if (System.nanoTime() - partitionsCheckedAt > RECHECK_PARTITIONS.toNanos()) {
            assign();
        }
        long unusableBefore = unusable;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            read(record);
        }
        if (unusable > unusableBefore) {
            rememberDeadLetters();
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        LatestLabels.Place place = new LatestLabels.Place(
                record.partition(), record.offset(), Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        latest.passed(place);
        if (record.key() == null) {
            setAside(record, Stage.VALIDATE, "It has no key; the key of a label is its interaction's id");
            return;
        }
        String interactionId = new String(record.key(), StandardCharsets.UTF_8);
        Decoded<LabeledInteraction> decoded = decoder.deserialize(record.topic(), record.headers(), record.value());
        if (decoded == null) {
            latest.remove(interactionId, place);
        } else if (decoded instanceof Decoded.Undecodable<LabeledInteraction> undecodable) {
            setAside(record, Stage.DECODE, undecodable.reason());
        } else if (decoded instanceof Decoded.Value<LabeledInteraction> value) {
            LabelReading reading = LabelRecords.read(value.value());
            if (reading instanceof LabelReading.Usable usable) {
                latest.put(interactionId, usable, place);
            } else if (reading instanceof LabelReading.Unusable bad) {
                setAside(record, Stage.TRAIN, bad.reason());
            }
        }
    }

    private void setAside(ConsumerRecord<byte[], byte[]> record, Stage stage, String reason) {
        unusable++;
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < deadLettersWrittenTo.getOrDefault(partition, 0L)) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("kafkaTopic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason)
                .log("A label can't be used; it goes to the dead letters");
        Origin origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
        DeadLetter letter = new DeadLetter(record.key(), record.value(), stage, reason, origin);
        var unused = producer.send(
                new ProducerRecord<>(deadLetters, null, record.key(), record.value(), letter.toHeaders(application)),
                (written, failure) -> {
                    if (failure != null) {
                        aDeadLetterIsMissing = true;
                        LOG.atError()
                                .addKeyValue("offset", record.offset())
                                .addKeyValue("reason", failure.toString())
                                .log("A dead letter could not be written; the label log still has the record");
                    }
                });
    }

    private void rememberDeadLetters() {
        producer.flush();
        if (aDeadLetterIsMissing) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
        for (TopicPartition partition : assigned) {
            long position = consumer.position(partition);
            if (position > deadLettersWrittenTo.getOrDefault(partition, 0L)) {
                deadLettersWrittenTo.put(partition, position);
                reached.put(partition, new OffsetAndMetadata(position));
            }
        }
        consumer.commitAsync(reached, (offsets, failure) -> {
            if (failure != null) {
                LOG.atWarn().addKeyValue("reason", failure.toString()).log("Dead letters may be written again");
            }
        });
    }

    public LabelSnapshot snapshot() {
        return latest.snapshot();
    }

    /**
     * What no training has used yet.
     *
     * @param used by partition, the offset of the first label that no training has used
     * @param knownLearningTopics those that the champion knows
     */
    public UnusedLabels unused(Map<Integer, Long> used, Set<String> knownLearningTopics) {
        return latest.unused(used, new TreeSet<>(knownLearningTopics));
    }

    /** How many records since the start could not be used. */
    public long unusable() {
        return unusable;
    }

    /** Ends a running {@link #poll} with a {@code WakeupException}. May be called from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
