package io.grasp.streams.request;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The interactions that a person was asked about, for ever; the budget keeps them few. */
final class RequestedLabels {
    static final String STORE = "requested-labels";

    private final KeyValueStore<String, Long> timestamps;

    RequestedLabels(KeyValueStore<String, Long> timestamps) {
        this.timestamps = timestamps;
    }

    static StoreBuilder<KeyValueStore<String, Long>> storeBuilder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.Long());
    }

    boolean contains(String interactionId) {
        return timestamps.get(interactionId) != null;
    }

    void add(String interactionId, long timestamp) {
        timestamps.put(interactionId, timestamp);
    }
}
