package io.grasp.streams.classify;

import io.grasp.events.ModelActivation;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Which version judges a partition, and from which offset on; kept with the task, so a restart knows it. */
final class ModelInUse {
    static final String STORE = "model-in-use";
    private static final String LATEST = "latest";

    private final KeyValueStore<String, ModelActivation> store;

    ModelInUse(KeyValueStore<String, ModelActivation> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, ModelActivation>> storeBuilder(Serde<ModelActivation> activations) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), activations);
    }

    @Nullable ModelActivation latest() {
        return store.get(LATEST);
    }

    void remember(ModelActivation activation) {
        store.put(LATEST, activation);
    }
}
