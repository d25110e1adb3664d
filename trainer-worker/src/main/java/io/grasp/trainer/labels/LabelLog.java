package io.grasp.trainer.labels;

import io.grasp.events.ErasureRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topic;
import io.grasp.schemas.settings.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the label log from its beginning and keeps the latest label of each interaction, without those of students
 * who asked to be erased. Every worker of a group follows it whole, so that a takeover needs no replay. Owns a consumer
 * and a producer until {@link #close}. For one thread, but for {@link #wakeup}.
 */
public final class LabelLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LabelLog.class);
    private static final Duration RECHECK_PARTITIONS = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Topic<String, LabeledInteraction> labels;
    private final Topic<String, ErasureRequest> erasures;
    private final Deserializer<Decoded<LabeledInteraction>> decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SetAside setAside;
    private final Clock clock;
    private final LatestLabels latest = new LatestLabels();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<Integer, Instant> begunAnew = new HashMap<>();
    private long timesBegunAnew;
    private long partitionsCheckedAt;

    /**
     * A label log that is yet to be read.
     *
     * @param group the workers that follow it together; their offsets remember which dead letters were written. Nobody
     *     may be a member of the consumer group of that name
     * @param application the id that dead letters carry
     */
    public LabelLog(KafkaSettings kafka, String group, String application, Clock clock) {
        this.clock = clock;
        this.labels = kafka.topics().labels();
        this.erasures = kafka.topics().erasures();
        this.decoder = Decoded.deserializer(labels.valueSerde().deserializer());
        Map<String, Object> reading = new HashMap<>(kafka.clientProperties());
        reading.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.topicPrefix() + group);
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.setAside = new SetAside(kafka, application);
    }

    /**
     * Takes up the partitions that exist.
     *
     * @return whether labels have any; if not, the Kafka topic does not exist yet or no broker answers
     */
    public boolean assign() {
        partitionsCheckedAt = System.nanoTime();
        Set<TopicPartition> added = new HashSet<>();
        Set<TopicPartition> gone = new HashSet<>();
        for (Topic<?, ?> topic : List.of(erasures, labels)) {
            Set<TopicPartition> present = new HashSet<>();
            partitions(topic).forEach(info -> present.add(new TopicPartition(topic.name(), info.partition())));
            assigned.stream()
                    .filter(partition -> partition.topic().equals(topic.name()))
                    .filter(partition -> !present.isEmpty() && !present.contains(partition))
                    .forEach(gone::add);
            added.addAll(present);
        }
        added.removeAll(assigned);
        if (!added.isEmpty() || !gone.isEmpty()) {
            assigned.addAll(added);
            assigned.removeAll(gone);
            consumer.assign(assigned);
            consumer.seekToBeginning(added);
            gone.stream().filter(this::isOfLabels).forEach(this::beginAnew);
        }
        recallDeadLetters();
        return assigned.stream().anyMatch(this::isOfLabels);
    }

    private Collection<PartitionInfo> partitions(Topic<?, ?> topic) {
        try {
            return consumer.partitionsFor(topic.name(), PATIENCE);
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("kafkaTopic", topic.name()).log("No broker answers; asking again");
            return List.of();
        }
    }

    private void recallDeadLetters() {
        try {
            Map<TopicPartition, Long> written = new HashMap<>();
            consumer.committed(assigned, PATIENCE).forEach((partition, committed) -> {
                if (committed != null) {
                    written.put(partition, committed.offset());
                }
            });
            setAside.written(written);
        } catch (TimeoutException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("How far dead letters were written is unknown; they may be written again");
        }
    }

    /** Whether everything that was in the log a moment ago has been read, and every request for erasure. */
    public boolean isCaughtUp() {
        try {
            return consumer.endOffsets(assigned, PATIENCE).entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("kafkaTopic", labels.name()).log("No broker answers; asking again");
            return false;
        }
    }

    /** What has become of the log. */
    public enum Change {
        NOTHING,
        /** Labels or erasures came in. */
        MORE,
        /** Labels are gone that were there before, because a partition was deleted and made again. */
        BEGUN_ANEW
    }

    /** Reads what comes in within {@code patience}. */
    public Change poll(Duration patience) {
        long begunAnewBefore = timesBegunAnew;
        if (System.nanoTime() - partitionsCheckedAt > RECHECK_PARTITIONS.toNanos()) {
            assign();
            dropWhatBeganAnew();
        }
        long until = System.nanoTime() + patience.toNanos();
        boolean cameIn = false;
        for (long left = patience.toNanos(); left > 0; left = until - System.nanoTime()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofNanos(left));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                read(record);
                cameIn = true;
            }
            records.nextOffsets().forEach((partition, next) -> {
                if (isOfLabels(partition)) {
                    latest.reached(partition.partition(), next.offset());
                }
            });
        }
        if (timesBegunAnew > begunAnewBefore) {
            return Change.BEGUN_ANEW;
        }
        return cameIn ? Change.MORE : Change.NOTHING;
    }

    /** A partition that ends before what was read of it was deleted, and made again since. */
    private void dropWhatBeganAnew() {
        try {
            consumer.endOffsets(assigned, PATIENCE).forEach((partition, end) -> {
                if (isOfLabels(partition) && end < reached(partition)) {
                    beginAnew(partition);
                    consumer.seekToBeginning(Set.of(partition));
                }
            });
        } catch (TimeoutException e) {
            LOG.atWarn().addKeyValue("kafkaTopic", labels.name()).log("No broker answers; asking again");
        }
    }

    private void beginAnew(TopicPartition partition) {
        LOG.atWarn()
                .addKeyValue("kafkaTopic", partition.topic())
                .addKeyValue("partition", partition.partition())
                .addKeyValue("read", reached(partition))
                .log("A partition of the label log begins anew; the labels that it had are forgotten");
        latest.dropPartition(partition.partition());
        setAside.dropPartition(partition);
        timesBegunAnew++;
        begunAnew.put(partition.partition(), clock.instant());
    }

    private long reached(TopicPartition partition) {
        return latest.nextOffsets().getOrDefault(partition.partition(), 0L);
    }

    private boolean isOfLabels(TopicPartition partition) {
        return partition.topic().equals(labels.name());
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (!isOfLabels(partition)) {
            readErasure(record);
            return;
        }
        if (record.offset() < reached(partition)) {
            beginAnew(partition);
        }
        readLabel(record);
    }

    private void readErasure(ConsumerRecord<byte[], byte[]> record) {
        Decoded<ErasureRequest> decoded = Decoded.decode(erasures, record.value());
        if (decoded instanceof Decoded.Value<ErasureRequest> request) {
            latest.erase(request.value().getStudentId(), request.value().getRequestedAt());
        } else if (decoded instanceof Decoded.Undecodable<ErasureRequest> undecodable) {
            setAside(record, Stage.DECODE, undecodable.reason());
        }
    }

    private void readLabel(ConsumerRecord<byte[], byte[]> record) {
        LatestLabels.Place place = new LatestLabels.Place(
                record.partition(), record.offset(), Instant.ofEpochMilli(Math.max(0, record.timestamp())));
        latest.passed(place);
        if (record.key() == null) {
            setAside(record, Stage.VALIDATE, "It has no key; the key of a label is its interaction's id");
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        Decoded<LabeledInteraction> decoded = decoder.deserialize(record.topic(), record.headers(), record.value());
        if (decoded == null) {
            latest.remove(key, place);
        } else if (decoded instanceof Decoded.Undecodable<LabeledInteraction> undecodable) {
            setAside(record, Stage.DECODE, undecodable.reason());
        } else if (decoded instanceof Decoded.Value<LabeledInteraction> value) {
            Authorship authorship = Authorship.of(value.value());
            LabelReading reading = LabelRecords.read(value.value());
            if (!key.equals(value.value().getInteractionId())) {
                latest.putUnusable(key, authorship, place);
                setAside(record, Stage.VALIDATE, "Its key is not its interaction's id");
            } else if (reading instanceof LabelReading.Usable usable) {
                latest.put(key, usable, authorship, place);
            } else if (reading instanceof LabelReading.Unusable bad) {
                latest.putUnusable(key, authorship, place);
                setAside(record, Stage.TRAIN, bad.reason());
            }
        }
    }

    private void setAside(ConsumerRecord<byte[], byte[]> record, Stage stage, String reason) {
        Origin origin = new Origin(record.topic(), record.partition(), record.offset(), record.timestamp());
        setAside.add(new DeadLetter(record.key(), record.value(), stage, reason, origin));
    }

    /** Writes what can't be used to the dead letters, if there is any that was not written. For the leader only. */
    public void writeDeadLetters() {
        Map<TopicPartition, OffsetAndMetadata> written = setAside.write();
        if (!written.isEmpty()) {
            consumer.commitAsync(written, (offsets, failure) -> {
                if (failure != null) {
                    LOG.atWarn().addKeyValue("reason", failure.toString()).log("Dead letters may be written again");
                }
            });
        }
    }

    /** Ids of interactions of erased students whose records the log still has: they need tombstones. */
    public Set<String> toForget() {
        return latest.toForget();
    }

    /** That tombstones of these were written. */
    public void forgotten(Set<String> interactionIds) {
        latest.forgotten(interactionIds);
    }

    /**
     * The offsets that speak of the log as it is, of those up to which trainings have used it. Others are of a log that
     * was deleted and made again.
     *
     * @param asOf when they were true
     */
    public Map<Integer, Long> stillValid(Map<Integer, Long> used, Instant asOf) {
        Map<Integer, Long> valid = new TreeMap<>(used);
        begunAnew.forEach((partition, when) -> {
            if (when.isAfter(asOf)) {
                valid.remove(partition);
            }
        });
        Map<TopicPartition, Long> ends =
                consumer.endOffsets(assigned.stream().filter(this::isOfLabels).toList(), PATIENCE);
        valid.entrySet().removeIf(offset -> {
            Long end = ends.get(new TopicPartition(labels.name(), offset.getKey()));
            boolean isBeyond = end != null && end < offset.getValue();
            if (isBeyond) {
                LOG.atWarn()
                        .addKeyValue("kafkaTopic", labels.name())
                        .addKeyValue("partition", offset.getKey())
                        .addKeyValue("used", offset.getValue())
                        .addKeyValue("end", end)
                        .log("More labels were used than there are, so the label log was made anew; all of its labels"
                                + " count as unused");
            }
            return isBeyond;
        });
        return valid;
    }

    /** By partition, the offset of the first label that is yet to be read. */
    public Map<Integer, Long> offsets() {
        return new TreeMap<>(latest.nextOffsets());
    }

    /**
     * What there is to learn now.
     *
     * @param used by partition, the offset of the first label that no training has used
     */
    public LabelSnapshot snapshot(Map<Integer, Long> used) {
        return latest.snapshot(used);
    }

    /**
     * What no training has used yet.
     *
     * @param used by partition, the offset of the first label that no training has used
     * @param known what the champion knows
     */
    public UnusedLabels unused(Map<Integer, Long> used, Known known) {
        return latest.unused(used, known);
    }

    /** Ends a running {@link #poll} with a {@code WakeupException}. May be called from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
        setAside.close();
    }
}
