package io.grasp.streams.catalog;

import io.grasp.schemas.Decoded;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalog up to date with one of its topics. An entry that cannot be read leaves the one before it in place.
 *
 * @param <V> type of the catalog's entries
 */
final class CatalogProcessor<V> implements Processor<String, Decoded<V>, Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogProcessor.class);

    private final String storeName;
    private final BiConsumer<String, V> publish;
    private final Consumer<String> withdraw;
    private KeyValueStore<String, V> store;
    private ProcessorContext<Void, Void> context;

    CatalogProcessor(String storeName, BiConsumer<String, V> publish, Consumer<String> withdraw) {
        this.storeName = storeName;
        this.publish = publish;
        this.withdraw = withdraw;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        store = context.getStateStore(storeName);
        // What a restart has restored without asking this processor.
        try (KeyValueIterator<String, V> restored = store.all()) {
            while (restored.hasNext()) {
                KeyValue<String, V> entry = restored.next();
                publish.accept(entry.key, entry.value);
            }
        }
    }

    @Override
    public void process(Record<String, Decoded<V>> record) {
        Decoded<V> decoded = record.value();
        if (decoded == null) {
            store.delete(record.key());
            withdraw.accept(record.key());
        } else if (decoded instanceof Decoded.Value<V> entry) {
            store.put(record.key(), entry.value());
            publish.accept(record.key(), entry.value());
        } else if (decoded instanceof Decoded.Undecodable<V> undecodable) {
            warn(undecodable.reason());
        }
    }

    private void warn(String reason) {
        context.recordMetadata()
                .ifPresent(origin -> LOG.atWarn()
                        .addKeyValue("topic", origin.topic())
                        .addKeyValue("partition", origin.partition())
                        .addKeyValue("offset", origin.offset())
                        .addKeyValue("reason", reason)
                        .log("Catalog entry cannot be read and is left out; publish it again"));
    }
}
