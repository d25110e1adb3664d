package io.grasp.schemas;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Turns what another deserializer throws into a value. Owns the other one. */
final class DecodedDeserializer<T> implements Deserializer<Decoded<T>> {
    private final Deserializer<T> values;

    DecodedDeserializer(Deserializer<T> values) {
        this.values = values;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        values.configure(configs, isKey);
    }

    @Override
    public @Nullable Decoded<T> deserialize(String topic, byte @Nullable [] bytes) {
        return bytes == null ? null : decoded(() -> values.deserialize(topic, bytes), bytes);
    }

    @Override
    public @Nullable Decoded<T> deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        return bytes == null ? null : decoded(() -> values.deserialize(topic, headers, bytes), bytes);
    }

    @Override
    public void close() {
        values.close();
    }

    static <T> Decoded<T> decoded(Supplier<@Nullable T> read, byte[] bytes) {
        try {
            T value = read.get();
            return value == null
                    ? new Decoded.Undecodable<>(bytes, "Decoded to nothing. Send a tombstone as a null value")
                    : new Decoded.Value<>(value);
        } catch (UndecodableRecordException e) {
            return new Decoded.Undecodable<>(bytes, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Messages of others may quote the text.
            return new Decoded.Undecodable<>(
                    bytes,
                    "Could not be decoded (%s). Write it with the serde of its topic"
                            .formatted(e.getClass().getSimpleName()));
        }
    }
}
