package io.grasp.streams.pending;

import io.grasp.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/**
 * The records of one partition whose offsets Kafka Streams may already have committed, but whose answers are not out
 * yet. Keyed by source offset, which is the order of arrival; holds the records' own bytes; changelogged, so a crash
 * loses none.
 */
public final class PendingRecords {
    private final TimestampedKeyValueStore<Long, byte[]> store;

    public PendingRecords(TimestampedKeyValueStore<Long, byte[]> store) {
        this.store = store;
    }

    public static StoreBuilder<TimestampedKeyValueStore<Long, byte[]>> storeBuilder(String name) {
        return Stores.timestampedKeyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Long(), Serdes.ByteArray())
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
        List<Pending> all = new ArrayList<>();
        try (KeyValueIterator<Long, ValueAndTimestamp<byte[]>> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Long, ValueAndTimestamp<byte[]>> entry = entries.next();
                all.add(new Pending(entry.key, entry.value.timestamp(), entry.value.value()));
            }
        }
        return all;
    }

    /**
     * A record that waits.
     *
     * @param offset in the partition that the task reads
     * @param timestamp of the source record, milliseconds since 1970
     * @param value of the source record
     */
    @SuppressWarnings("ArrayRecordComponent") // passed through, never compared
    public record Pending(long offset, long timestamp, byte[] value) {}
}
