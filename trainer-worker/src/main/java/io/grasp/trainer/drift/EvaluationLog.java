package io.grasp.trainer.drift;

import io.grasp.events.Evaluation;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the evaluations of live decisions from their beginning, and remembers the last fall of each task and learning
 * topic. A trainer can do without: if they cannot be read, that is logged. Owns a consumer, which is of no group, until
 * {@link #close}. For one thread.
 */
public final class EvaluationLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationLog.class);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 10_000;

    private final Topic<String, Evaluation> topic;
    private final KafkaConsumer<String, Decoded<Evaluation>> consumer;
    private final FallsSoFar falls = new FallsSoFar();
    private long lookAgainAt = System.nanoTime();

    /** A log that is yet to be read. */
    public EvaluationLog(KafkaSettings kafka) {
        topic = kafka.topics().evaluations();
        Map<String, Object> reading = new HashMap<>(kafka.clientProperties());
        reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reading.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
        consumer = new KafkaConsumer<>(
                reading,
                topic.keySerde().deserializer(),
                Decoded.deserializer(topic.valueSerde().deserializer()));
    }

    /** Takes in what has come in, without waiting for more, and returns all falls so far. */
    public List<AgreementFall> falls() {
        try {
            if (System.nanoTime() - lookAgainAt >= 0 && isAssigned()) {
                consumer.poll(Duration.ZERO).forEach(record -> falls.take(record.value()));
            }
        } catch (ApiException e) {
            lookAgainAt = System.nanoTime() + LOOK_AGAIN_AFTER.toNanos();
            LOG.atWarn()
                    .addKeyValue("kafkaTopic", topic.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("Live evaluations can't be read; until then no fall of agreement starts a training");
        }
        return falls.all();
    }

    private boolean isAssigned() {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name(), PATIENCE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                lookAgainAt = System.nanoTime() + LOOK_AGAIN_AFTER.toNanos();
                return false;
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
