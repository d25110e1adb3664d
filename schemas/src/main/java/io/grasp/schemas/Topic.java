package io.grasp.schemas;

import org.apache.kafka.common.serialization.Serde;

/**
 * A Kafka topic and the types of its records, so that a name can never be paired with the wrong serde.
 *
 * @param name the topic's name on the broker, prefix included
 * @param keySerde reads and writes keys
 * @param valueSerde reads and writes values; null is a tombstone and stays null
 * @param policy how the topic is to be created
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public record Topic<K, V>(String name, Serde<K> keySerde, Serde<V> valueSerde, TopicPolicy policy) {}
