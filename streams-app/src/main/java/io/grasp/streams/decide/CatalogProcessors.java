package io.grasp.streams.decide;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Decoded;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keep the catalog's stores up to date. An entry that cannot be read leaves the one before it in place. */
final class CatalogProcessors {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogProcessors.class);

    private CatalogProcessors() {}

    /** Stores misconceptions by their id. */
    static final class Misconceptions implements Processor<String, Decoded<Misconception>, Void, Void> {
        private KeyValueStore<String, Misconception> store;
        private ProcessorContext<Void, Void> context;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            this.context = context;
            store = context.getStateStore(Catalog.MISCONCEPTIONS);
        }

        @Override
        public void process(Record<String, Decoded<Misconception>> record) {
            Decoded<Misconception> decoded = record.value();
            if (decoded == null) {
                store.delete(record.key());
            } else if (decoded instanceof Decoded.Value<Misconception> entry) {
                store.put(record.key(), entry.value());
            } else {
                warn(context, decoded);
            }
        }
    }

    /** Stores resources by learning topic and id, so that all of a learning topic are found together. */
    static final class Resources implements Processor<String, Decoded<Resource>, Void, Void> {
        private final Map<String, String> placeOf = new HashMap<>();
        private KeyValueStore<String, Resource> store;
        private ProcessorContext<Void, Void> context;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            this.context = context;
            store = context.getStateStore(Catalog.RESOURCES);
        }

        @Override
        public void process(Record<String, Decoded<Resource>> record) {
            Decoded<Resource> decoded = record.value();
            if (decoded == null) {
                remove(record.key());
            } else if (decoded instanceof Decoded.Value<Resource> entry) {
                remove(record.key());
                String place = CompositeKey.of(entry.value().getLearningTopic(), record.key());
                placeOf.put(record.key(), place);
                store.put(place, entry.value());
            } else {
                warn(context, decoded);
            }
        }

        private void remove(String resourceId) {
            @Nullable String place = placeOf.remove(resourceId);
            if (place != null) {
                store.delete(place);
            }
        }
    }

    private static void warn(ProcessorContext<Void, Void> context, Decoded<?> decoded) {
        String reason = decoded instanceof Decoded.Undecodable<?> undecodable ? undecodable.reason() : "";
        context.recordMetadata()
                .ifPresent(origin -> LOG.atWarn()
                        .addKeyValue("topic", origin.topic())
                        .addKeyValue("partition", origin.partition())
                        .addKeyValue("offset", origin.offset())
                        .addKeyValue("reason", reason)
                        .log("Catalog entry cannot be read and is left out; publish it again"));
    }
}
