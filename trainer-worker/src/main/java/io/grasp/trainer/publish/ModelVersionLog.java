package io.grasp.trainer.publish;

import io.grasp.events.ModelVersion;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.TopicScan;
import io.grasp.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the log of model versions. Holds no connection between calls. Safe for any number of threads. */
public final class ModelVersionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ModelVersionLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final Topic<String, ModelVersion> topic;

    public ModelVersionLog(KafkaSettings kafka) {
        this.kafka = kafka;
        this.topic = kafka.topics().modelVersions();
    }

    /**
     * Reads all that is known of a model, and leaves out what can't be decoded.
     *
     * @throws KafkaException if the log can't be read in time
     */
    public ModelHistory read(String modelName) {
        Deserializer<Decoded<ModelVersion>> decoder =
                Decoded.deserializer(topic.valueSerde().deserializer());
        List<ModelVersion> versions = new ArrayList<>();
        new TopicScan(kafka.clientProperties())
                .read(topic.name(), topic.keySerde().deserializer(), decoder)
                .forEach(record -> take(record, modelName, versions));
        return new ModelHistory(versions);
    }

    private static void take(
            ConsumerRecord<String, Decoded<ModelVersion>> record, String modelName, List<ModelVersion> versions) {
        if (record.value() == null) {
            // As if it had been compacted already, which is how the streams-app takes it too.
            versions.removeIf(version ->
                    CompositeKey.of(version.getName(), version.getVersion()).equals(record.key()));
        } else if (record.value() instanceof Decoded.Value<ModelVersion> decoded
                && decoded.value().getName().equals(modelName)) {
            versions.add(decoded.value());
        } else if (record.value() instanceof Decoded.Undecodable<ModelVersion> undecodable) {
            LOG.atWarn()
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("reason", undecodable.reason())
                    .log("A model version can't be read and is left out");
        }
    }

    /**
     * Writes a record and waits until the brokers have it.
     *
     * @throws KafkaException if they don't in time
     */
    public void write(ModelVersion version) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        String key = CompositeKey.of(version.getName(), version.getVersion());
        try (KafkaProducer<String, ModelVersion> producer = new KafkaProducer<>(
                properties, topic.keySerde().serializer(), topic.valueSerde().serializer())) {
            producer.send(new ProducerRecord<>(topic.name(), key, version))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(
                    "Model version %s could not be announced on %s. Is the broker up?"
                            .formatted(version.getVersion(), topic.name()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while a model version was announced", e);
        }
    }
}
