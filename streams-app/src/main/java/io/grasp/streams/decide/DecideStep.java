package io.grasp.streams.decide;

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
public final class DecideStep implements ProcessorSupplier<String, Evidence, String, Decision> {
    private static final String MISCONCEPTIONS = "misconceptions-catalog";
    static final String RESOURCES = "resources-catalog";

    private final Topics topics;
    private final DecideSettings settings;
    private final Clock clock;
    private final Catalog catalog = new Catalog();

    public DecideStep(Topics topics, DecideSettings settings, Clock clock) {
        this.topics = topics;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Processor<String, Evidence, String, Decision> get() {
        return new DecideProcessor(settings, catalog, clock);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return LearnerStores.builders(topics);
    }

    /** Puts the content team's catalogs on every instance. */
    public void readCatalogs(StreamsBuilder builder) {
        builder.addGlobalStore(
                catalogStore(MISCONCEPTIONS, topics.misconceptions().valueSerde()),
                topics.misconceptions().name(),
                leniently(topics.misconceptions(), "read-misconceptions"),
                () -> new CatalogProcessor<>(MISCONCEPTIONS, catalog::publish, catalog::withdrawMisconception));
        builder.addGlobalStore(
                catalogStore(RESOURCES, topics.resources().valueSerde()),
                topics.resources().name(),
                leniently(topics.resources(), "read-resources"),
                () -> new CatalogProcessor<>(RESOURCES, catalog::publish, catalog::withdrawResource));
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
