package io.grasp.trainer.cli;

import io.grasp.schemas.Topic;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes rows to a Kafka topic, in order and without repeats, and waits until the brokers have them all. */
final class RecordImport<V> {
    private final KafkaSettings kafka;
    private final Topic<String, V> topic;
    private final Progress progress;

    RecordImport(KafkaSettings kafka, Topic<String, V> topic, Progress progress) {
        this.kafka = kafka;
        this.topic = topic;
        this.progress = progress;
    }

    void write(List<LabeledRow> rows, Function<LabeledRow, String> key, Function<LabeledRow, V> value) {
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topic.policy().maxMessageBytes());
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        progress.start("Writing to " + topic.name(), rows.size(), "records");
        try (KafkaProducer<String, V> producer = new KafkaProducer<>(
                properties, topic.keySerde().serializer(), topic.valueSerde().serializer())) {
            for (LabeledRow row : rows) {
                if (failure.get() != null) {
                    break;
                }
                var unused = producer.send(
                        new ProducerRecord<>(topic.name(), key.apply(row), value.apply(row)), (written, problem) -> {
                            if (problem != null) {
                                failure.compareAndSet(null, problem);
                            } else {
                                progress.advance(1);
                            }
                        });
            }
            producer.flush();
        } finally {
            progress.done();
        }
        Exception problem = failure.get();
        if (problem != null) {
            throw new KafkaException(
                    "Not all rows could be written to %s (%s). Import them again: rows that are there are replaced or repeated"
                            .formatted(topic.name(), problem.getMessage()),
                    problem);
        }
    }
}
