package io.grasp.schemas;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Serdes in Avro's single-object encoding: the marker {@code C3 01}, the writer schema's CRC-64-AVRO fingerprint in
 * little-endian order, then the record in Avro's binary encoding. Null stays null.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">Avro specification</a>
 */
public final class AvroSerdes {
    static {
        // Since 1.12.2 Avro reads no class that nobody vouched for; ours are all in one package.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals("io.grasp.events")));
    }

    private AvroSerdes() {}

    /**
     * A serde that writes with the current schema of the type and reads records of every schema in the library. What
     * cannot be read is an {@link UndecodableRecordException}. Safe for any number of threads.
     */
    public static <T extends SpecificRecord> Serde<T> of(Class<T> type, SchemaLibrary library) {
        SpecificData data = SpecificData.getForClass(type);
        return Serdes.serdeFrom(
                new SingleObjectSerializer<>(type, data), new SingleObjectDeserializer<>(type, data, library));
    }
}
