package io.grasp.streams.catalog;

import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.state.Stores;

/** Keeps a catalog up to date with the topics that the content team publishes on. */
public final class CatalogReader {
    private final Topics topics;
    private final Catalog catalog;

    public CatalogReader(Topics topics, Catalog catalog) {
        this.topics = topics;
        this.catalog = catalog;
    }

    /** Puts both topics on every instance. */
    public void addTo(StreamsBuilder builder) {
        read(topics.misconceptions(), "misconceptions", catalog::publish, catalog::withdrawMisconception, builder);
        read(topics.resources(), "resources", catalog::publish, catalog::withdrawResource, builder);
    }

    private static <V> void read(
            Topic<String, V> topic,
            String what,
            BiConsumer<String, V> publish,
            Consumer<String> withdraw,
            StreamsBuilder builder) {
        String store = what + "-catalog";
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), Serdes.String(), topic.valueSerde())
                        .withLoggingDisabled(),
                topic.name(),
                Consumed.with(topic.keySerde(), Decoded.serde(topic.valueSerde()))
                        .withName("read-" + what),
                () -> new CatalogProcessor<>(store, publish, withdraw));
    }
}
