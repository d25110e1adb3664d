package io.grasp.streams;

import io.grasp.schemas.Decoded;
import io.grasp.schemas.Topic;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** How topics are read and written, with a name for each step that does. */
final class Formats {
    private Formats() {}

    static Consumed<byte[], byte[]> asBytes(String step) {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(step);
    }

    static <K, V> Consumed<K, Decoded<V>> leniently(Topic<K, V> topic, String step) {
        return Consumed.with(topic.keySerde(), Decoded.serde(topic.valueSerde()))
                .withName(step);
    }

    static <K, V> Produced<K, V> to(Topic<K, V> topic, String step) {
        return Produced.with(topic.keySerde(), topic.valueSerde()).withName(step);
    }
}
