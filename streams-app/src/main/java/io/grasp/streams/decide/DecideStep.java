package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.time.Clock;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The decide step with its state stores and the catalogs it reads. */
public final class DecideStep implements ProcessorSupplier<String, Decoded<Classification>, String, Decision> {
    private final Topics topics;
    private final DecideSettings settings;
    private final Clock clock;

    public DecideStep(Topics topics, DecideSettings settings, Clock clock) {
        this.topics = topics;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Processor<String, Decoded<Classification>, String, Decision> get() {
        return new DecideProcessor(settings, clock);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(DecideProcessor.LEARNER_STATES),
                        Serdes.String(),
                        topics.learnerState().valueSerde()),
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(DecideProcessor.FEEDBACK_GIVEN),
                        Serdes.String(),
                        Serdes.Long()));
    }

    /** Puts the content team's catalogs on every instance. */
    public void readCatalogs(StreamsBuilder builder) {
        builder.addGlobalStore(
                catalogStore(Catalog.MISCONCEPTIONS, topics.misconceptions().valueSerde()),
                topics.misconceptions().name(),
                leniently(topics.misconceptions(), "read-misconceptions"),
                CatalogProcessors.Misconceptions::new);
        builder.addGlobalStore(
                catalogStore(Catalog.RESOURCES, topics.resources().valueSerde()),
                topics.resources().name(),
                leniently(topics.resources(), "read-resources"),
                CatalogProcessors.Resources::new);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> catalogStore(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled();
    }

    private static <K, V> Consumed<K, Decoded<V>> leniently(Topic<K, V> topic, String step) {
        return Consumed.with(topic.keySerde(), Decoded.serde(topic.valueSerde()))
                .withName(step);
    }
}
