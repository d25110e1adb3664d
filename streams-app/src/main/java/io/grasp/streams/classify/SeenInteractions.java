package io.grasp.streams.classify;

import io.grasp.events.Interaction;
import io.grasp.schemas.CompositeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Remembers for a while which interaction ids a student has used, and at which offset each was first seen. */
final class SeenInteractions {
    static final String STORE = "seen-interactions";

    private final WindowStore<String, Long> offsets;
    private final Duration memory;

    SeenInteractions(WindowStore<String, Long> offsets, Duration memory) {
        this.offsets = offsets;
        this.memory = memory;
    }

    static StoreBuilder<WindowStore<String, Long>> storeBuilder(Duration memory) {
        return Stores.windowStoreBuilder(
                Stores.persistentWindowStore(STORE, memory, memory, false), Serdes.String(), Serdes.Long());
    }

    /**
     * Returns the offset of an earlier record with this interaction's ids, or empty if this is the first; remembers it
     * then. A record that is merely delivered again is not a repetition of itself.
     */
    OptionalLong earlierOffset(Interaction interaction, long offset, long timestamp) {
        String key = CompositeKey.of(interaction.getStudentId(), interaction.getInteractionId());
        Instant from = Instant.ofEpochMilli(Math.max(0, timestamp - memory.toMillis()));
        Instant to = Instant.ofEpochMilli(timestamp).plus(memory);
        try (WindowStoreIterator<Long> earlier = offsets.fetch(key, from, to)) {
            while (earlier.hasNext()) {
                long seen = earlier.next().value;
                if (seen < offset) {
                    return OptionalLong.of(seen);
                }
            }
        }
        offsets.put(key, offset, timestamp);
        return OptionalLong.empty();
    }
}
