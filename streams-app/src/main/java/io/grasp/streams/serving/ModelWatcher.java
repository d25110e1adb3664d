package io.grasp.streams.serving;

import io.grasp.events.ModelVersion;
import io.grasp.model.packaging.UnreadablePackageException;
import io.grasp.model.store.ModelStore;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code model-versions} and brings each new champion into service: fetch, verify, load, warm up, swap.
 * Whatever goes wrong with a newcomer, the version before serves on. Runs on its own thread, which owns the consumer.
 */
public final class ModelWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWatcher.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(5);

    private final Topic<String, ModelVersion> topic;
    private final ModelStore store;
    private final ModelLoader loader;
    private final Consumer<TextClassifier> warmUp;
    private final LiveModel live;
    private final Runnable onFirstModel;
    private final KafkaConsumer<String, Decoded<ModelVersion>> consumer;
    private final Championship championship;
    private final Thread thread;

    private volatile boolean closed;
    private volatile @Nullable String refusal;
    private @Nullable ModelVersion refused;
    private Instant notBefore = Instant.MIN;

    /**
     * @param clientProperties how to reach Kafka
     * @param warmUp what is done with a version before it serves
     * @param onFirstModel called once, when the first version serves
     */
    public ModelWatcher(
            Map<String, Object> clientProperties,
            Topic<String, ModelVersion> topic,
            String modelName,
            ModelStore store,
            ModelLoader loader,
            Consumer<TextClassifier> warmUp,
            LiveModel live,
            Runnable onFirstModel) {
        this.topic = topic;
        this.store = store;
        this.loader = loader;
        this.warmUp = warmUp;
        this.live = live;
        this.onFirstModel = onFirstModel;
        this.championship = new Championship(modelName);
        this.consumer = new KafkaConsumer<>(
                clientProperties,
                topic.keySerde().deserializer(),
                Decoded.deserializer(topic.valueSerde().deserializer()));
        this.thread = new Thread(this::watch, "model-watcher");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Returns why the newest champion does not serve, or empty when it does or there is none. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
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

    private void watch() {
        LowPriority.take();
        try (consumer) {
            readWhatIsThere();
            while (!closed) {
                bringChampionIntoService();
                hear(consumer.poll(POLL));
            }
        } catch (WakeupException e) {
            // close() asked for it
        } catch (KafkaException e) {
            refusal = "model-versions cannot be read (" + e.getClass().getSimpleName() + "); restart the app";
            LOG.atError()
                    .addKeyValue("topic", topic.name())
                    .setCause(e)
                    .log("The model watcher has ended; the present model serves on");
        }
    }

    /** Reads to the end first, so that only the last of several champions is loaded. */
    private void readWhatIsThere() {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(topic.name())
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!closed && partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            hear(consumer.poll(POLL));
        }
    }

    private void hear(ConsumerRecords<String, Decoded<ModelVersion>> records) {
        for (ConsumerRecord<String, Decoded<ModelVersion>> record : records) {
            @Nullable Decoded<ModelVersion> decoded = record.value();
            if (decoded instanceof Decoded.Undecodable<ModelVersion> undecodable) {
                LOG.atWarn()
                        .addKeyValue("offset", record.offset())
                        .addKeyValue("reason", undecodable.reason())
                        .log("Model announcement cannot be read and is passed over");
            } else if (record.key() != null) {
                championship.hear(
                        record.key(), decoded instanceof Decoded.Value<ModelVersion> value ? value.value() : null);
            }
        }
    }

    private void bringChampionIntoService() {
        Optional<ModelVersion> champion = championship.champion();
        if (champion.isEmpty() || serves(champion.get()) || isGivenUp(champion.get())) {
            return;
        }
        ModelVersion newcomer = champion.get();
        try {
            boolean isFirst = live.identity().isEmpty();
            TextClassifier classifier = fetchAndLoad(newcomer);
            warmUp.accept(classifier);
            live.replaceWith(classifier);
            refusal = null;
            LOG.atInfo().addKeyValue("model", classifier.identity()).log("Model serves");
            if (isFirst) {
                onFirstModel.run();
            }
        } catch (UnreadablePackageException | UnexpectedPackageException e) {
            refuse(newcomer, e, Instant.MAX);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The store may be out of reach or behind; that can pass.
            refuse(newcomer, e, Instant.now().plus(RETRY_PAUSE));
        }
    }

    private TextClassifier fetchAndLoad(ModelVersion newcomer) {
        io.grasp.model.ModelVersion version = new io.grasp.model.ModelVersion(newcomer.getVersion());
        Path directory = store.fetch(version);
        TextClassifier classifier = loader.load(directory, newcomer.getName(), version);
        if (!classifier.identity().checksum().equals(newcomer.getChecksum())) {
            classifier.close();
            throw new UnexpectedPackageException(classifier.identity(), newcomer.getChecksum(), store);
        }
        return classifier;
    }

    private boolean serves(ModelVersion champion) {
        return live.identity()
                .filter(identity -> identity.version().name().equals(champion.getVersion()))
                .isPresent();
    }

    private boolean isGivenUp(ModelVersion champion) {
        return champion.equals(refused) && Instant.now().isBefore(notBefore);
    }

    private void refuse(ModelVersion newcomer, Throwable cause, Instant tryAgain) {
        refused = newcomer;
        notBefore = tryAgain;
        refusal = "model %s %s does not serve: %s"
                .formatted(newcomer.getName(), newcomer.getVersion(), cause.getMessage());
        LOG.atError()
                .addKeyValue("model", newcomer.getName() + " " + newcomer.getVersion())
                .addKeyValue("reason", cause.getMessage())
                .addKeyValue(
                        "serving", live.identity().map(ModelIdentity::toString).orElse("none"))
                .log("Model does not serve; the version before serves on");
    }
}
