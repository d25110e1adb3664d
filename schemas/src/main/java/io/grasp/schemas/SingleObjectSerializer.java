package io.grasp.schemas;

import java.io.IOException;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes one type of record in Avro's single-object encoding. */
final class SingleObjectSerializer<T extends SpecificRecord> implements Serializer<T> {
    private final Class<T> type;
    private final BinaryMessageEncoder<T> encoder;

    SingleObjectSerializer(Class<T> type, SpecificData data) {
        this.type = type;
        this.encoder = new BinaryMessageEncoder<>(data, data.getSchema(type));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        try {
            return encoder.encode(value).array();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "Could not encode a record of type %s for the Kafka topic %s. Is a required field null?"
                            .formatted(type.getSimpleName(), topic),
                    e);
        }
    }
}
