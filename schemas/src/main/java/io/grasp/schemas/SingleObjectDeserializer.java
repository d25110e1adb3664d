package io.grasp.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads one type of record in Avro's single-object encoding, by whichever known schema it was written. */
final class SingleObjectDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private static final byte[] MARKER = {(byte) 0xC3, 0x01};
    private static final int HEADER_BYTES = MARKER.length + Long.BYTES;

    private final SpecificData data;
    private final Schema current;
    private final SchemaLibrary library;
    private final Map<Long, DatumReader<T>> readers = new ConcurrentHashMap<>();

    SingleObjectDeserializer(Class<T> type, SpecificData data, SchemaLibrary library) {
        this.data = data;
        this.current = data.getSchema(type);
        this.library = library;
        readers.put(SchemaLibrary.fingerprintOf(current), new SpecificDatumReader<>(current, current, data));
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER[0] || bytes[1] != MARKER[1]) {
            throw new UndecodableRecordException(
                    ("Not in Avro's single-object encoding: %d bytes that do not start with C3 01 and a"
                                    + " fingerprint. Write to %s with the serde of that topic")
                            .formatted(bytes.length, topic));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MARKER.length);
        return read(readers.computeIfAbsent(fingerprint, this::readerOf), bytes);
    }

    private DatumReader<T> readerOf(long fingerprint) {
        Schema writer = library.writtenWith(fingerprint)
                .orElseThrow(() -> new UndecodableRecordException(
                        ("Written with schema fingerprint %016x, which this version does not know. Upgrade, or"
                                        + " put the writer's .avsc file into the directory that schema.directory names")
                                .formatted(fingerprint)));
        if (!writer.getFullName().equals(current.getFullName())) {
            throw new UndecodableRecordException(
                    "Holds a record of type %s where %s is expected. Write it to its own topic"
                            .formatted(writer.getFullName(), current.getFullName()));
        }
        return new SpecificDatumReader<>(writer, current, data);
    }

    private T read(DatumReader<T> reader, byte[] bytes) {
        try {
            // A decoder of a byte array knows how much is left, and so refuses an absurd length before it allocates.
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
            T value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new UndecodableRecordException(
                        "Holds %d bytes after the end of a record of type %s. Was it written by an Avro encoder?"
                                .formatted(decoder.remainingBytes(), current.getName()));
            }
            return value;
        } catch (UndecodableRecordException e) {
            throw e;
        } catch (EOFException e) {
            throw new UndecodableRecordException(
                    "Ends before the end of a record of type %s, after %d bytes. Was it cut off by its producer?"
                            .formatted(current.getName(), bytes.length),
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new UndecodableRecordException(
                    "Not a valid record of type %s, in %d bytes (%s). Was it written by an Avro encoder?"
                            .formatted(
                                    current.getName(),
                                    bytes.length,
                                    e.getClass().getSimpleName()),
                    e);
        }
    }
}
