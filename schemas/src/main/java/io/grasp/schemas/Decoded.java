package io.grasp.schemas;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * What became of one record's bytes: exactly one of the two, never an exception, so that one bad record stops nothing.
 *
 * @param <T> type of the record
 */
public sealed interface Decoded<T> {
    /** The record. */
    record Value<T>(T value) implements Decoded<T> {}

    /**
     * Bytes that are no such record, and why in a sentence without any of them. The array is not copied: nobody may
     * change it. Two of these are equal only if they share the array.
     */
    @SuppressWarnings("ArrayRecordComponent") // copying every bad record would buy nothing
    record Undecodable<T>(byte[] bytes, String reason) implements Decoded<T> {}

    /** Reads as {@link #deserializer} does; writes values with the given serde and undecodable bytes as they were. */
    static <T> Serde<Decoded<T>> serde(Serde<T> inner) {
        return Serdes.serdeFrom(new DecodedSerializer<>(inner.serializer()), deserializer(inner.deserializer()));
    }

    /** Reads the value of one record; no value at all is undecodable too, with no bytes. */
    static <V> Decoded<V> decode(Topic<?, V> topic, byte @Nullable [] value) {
        if (value == null) {
            return new Undecodable<>(
                    new byte[0], "Has no value. The Kafka topic %s takes no tombstones".formatted(topic.name()));
        }
        return DecodedDeserializer.decoded(
                () -> topic.valueSerde().deserializer().deserialize(topic.name(), value), value);
    }

    /** A deserializer that never throws; null stays null. */
    static <T> Deserializer<Decoded<T>> deserializer(Deserializer<T> inner) {
        return new DecodedDeserializer<>(inner);
    }
}
