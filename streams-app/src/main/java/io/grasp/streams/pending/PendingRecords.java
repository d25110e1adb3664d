package io.grasp.streams.pending;

import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import io.grasp.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * The records of one partition whose offsets Kafka Streams may already have committed, but whose answers are not out
 * yet, or not the last ones. Keyed by source offset, which is the order of arrival; holds the records' own bytes;
 * changelogged, so a crash loses none.
 */
public final class PendingRecords {
    private final TimestampedKeyValueStore<Long, byte[]> store;

    public PendingRecords(TimestampedKeyValueStore<Long, byte[]> store) {
        this.store = store;
    }

    /** Of few records, which wait shortly. */
    public static StoreBuilder<TimestampedKeyValueStore<Long, byte[]>> storeBuilder(String name) {
        return changelogged(Stores.inMemoryKeyValueStore(name));
    }

    /** Of records that may be many, and wait long. */
    public static StoreBuilder<TimestampedKeyValueStore<Long, byte[]>> persistentStoreBuilder(String name) {
        return changelogged(Stores.persistentTimestampedKeyValueStore(name));
    }

    private static StoreBuilder<TimestampedKeyValueStore<Long, byte[]>> changelogged(KeyValueBytesStoreSupplier store) {
        return Stores.timestampedKeyValueStoreBuilder(store, Serdes.Long(), Serdes.ByteArray())
                // What the source topic takes, the changelog must take too.
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(Topics.LARGEST_RECORD_BYTES)));
    }

    void add(Pending pending) {
        store.put(pending.offset(), ValueAndTimestamp.make(pending.value(), pending.timestamp()));
    }

    void remove(Pending pending) {
        store.delete(pending.offset());
    }

    /** Returns what a previous life of this task left behind, in order of arrival. */
    List<Pending> all() {
        return from(0, Integer.MAX_VALUE);
    }

    /** Returns the first records that came at {@code offset} or later, in order of arrival. */
    List<Pending> from(long offset, int atMost) {
        List<Pending> found = new ArrayList<>();
        try (KeyValueIterator<Long, ValueAndTimestamp<byte[]>> entries = store.range(offset, Long.MAX_VALUE)) {
            while (found.size() < atMost && entries.hasNext()) {
                KeyValue<Long, ValueAndTimestamp<byte[]>> entry = entries.next();
                found.add(new Pending(entry.key, entry.value.timestamp(), entry.value.value()));
            }
        }
        return found;
    }

    /** Counts them, which reads them all. */
    int count() {
        int count = 0;
        try (KeyValueIterator<Long, ValueAndTimestamp<byte[]>> entries = store.all()) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        return count;
    }

    /**
     * A record that waits.
     *
     * @param offset in the partition that the task reads
     * @param timestamp of the source record, milliseconds since 1970
     * @param value of the source record
     */
    @SuppressWarnings("ArrayRecordComponent") // passed through, never compared
    public record Pending(long offset, long timestamp, byte[] value) {
        /**
         * Decodes a record that was decodable when it was accepted.
         *
         * @throws IllegalStateException if it is not any more
         */
        <T> T decoded(Topic<?, T> source) {
            if (Decoded.decode(source, value) instanceof Decoded.Value<T> decoded) {
                return decoded.value();
            }
            throw new IllegalStateException("Offset %d of %s was decodable when it was accepted, but is not any more."
                            .formatted(offset, source.name())
                    + " Was the app downgraded, or schema.directory emptied?");
        }
    }
}
