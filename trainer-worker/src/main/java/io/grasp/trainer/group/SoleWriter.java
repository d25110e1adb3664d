package io.grasp.trainer.group;

import io.grasp.events.LabeledInteraction;
import io.grasp.events.ModelVersion;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes for a group of workers. Opening one shuts out those that were opened before, so a worker that was thought dead
 * and wakes up in the middle of its work writes nothing. Owns a producer until {@link #close}. For one thread.
 */
public final class SoleWriter implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final WorkerGroup group;
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    private SoleWriter(WorkerGroup group) {
        this.group = group;
        this.topics = group.kafka().topics();
        Map<String, Object> properties = new HashMap<>(group.kafka().clientProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group.id());
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Shuts out whoever wrote for this group before; all that they committed can be read from now on.
     *
     * @throws KafkaException if the brokers don't answer in time, or refuse
     */
    public static SoleWriter open(WorkerGroup group) {
        SoleWriter writer = new SoleWriter(group);
        try {
            writer.producer.initTransactions();
            return writer;
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /**
     * Writes a record to the log of model versions, and waits until it can be read.
     *
     * @throws ShutOutException if another writer of the group was opened since
     * @throws KafkaException if the brokers don't take it in time
     */
    public void announce(ModelVersion version) {
        commit(
                "Model version %s could not be announced".formatted(version.getVersion()),
                List.of(record(
                        topics.modelVersions(), CompositeKey.of(version.getName(), version.getVersion()), version)));
    }

    /**
     * Writes tombstones to the label log, and waits until they can be read: Kafka then deletes what it has of these
     * interactions when it compacts the log.
     *
     * @throws ShutOutException if another writer of the group was opened since
     * @throws KafkaException if the brokers don't take them in time
     */
    public void forget(Collection<String> interactionIds) {
        Topic<String, LabeledInteraction> labels = topics.labels();
        commit(
                "Tombstones of %d labels could not be written".formatted(interactionIds.size()),
                interactionIds.stream().map(id -> record(labels, id, null)).toList());
    }

    private static <V> ProducerRecord<byte[], byte[]> record(Topic<String, V> topic, String key, @Nullable V value) {
        return new ProducerRecord<>(
                topic.name(),
                topic.keySerde().serializer().serialize(topic.name(), key),
                topic.valueSerde().serializer().serialize(topic.name(), value));
    }

    private void commit(String failed, List<ProducerRecord<byte[], byte[]>> records) {
        try {
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                // What fails here fails the commit too.
                var unused = producer.send(record);
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            if (isShutOut(e)) {
                throw new ShutOutException(
                        "%s: another worker of the group %s writes now".formatted(failed, group.id()), e);
            }
            // The next writer of the group ends this transaction, one way or the other.
            throw new KafkaException(failed + ". Are the brokers up?", e);
        }
    }

    private static boolean isShutOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
