package io.grasp.schemas;

import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes values with another serializer, and undecodable bytes as they were. Owns the other one. */
final class DecodedSerializer<T> implements Serializer<Decoded<T>> {
    private final Serializer<T> values;

    DecodedSerializer(Serializer<T> values) {
        this.values = values;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        values.configure(configs, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Decoded<T> decoded) {
        if (decoded instanceof Decoded.Undecodable<T> undecodable) {
            return undecodable.bytes();
        }
        return decoded instanceof Decoded.Value<T> value ? values.serialize(topic, value.value()) : null;
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable Decoded<T> decoded) {
        // Another serializer may write headers, so this must not fall back on the method without them.
        if (decoded instanceof Decoded.Value<T> value) {
            return values.serialize(topic, headers, value.value());
        }
        return serialize(topic, decoded);
    }

    @Override
    public void close() {
        values.close();
    }
}
