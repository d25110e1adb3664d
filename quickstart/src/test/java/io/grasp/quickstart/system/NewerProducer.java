package io.grasp.quickstart.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;

/** A platform ahead of us: its interactions may be drawings, and it tells on which device they were made. */
final class NewerProducer {
    private static final Schema SCHEMA = SchemaParser.parseSingle("""
            {"type": "record", "name": "Interaction", "namespace": "io.grasp.events", "fields": [
              {"name": "interactionId", "type": "string"},
              {"name": "studentId", "type": "string"},
              {"name": "learningTopic", "type": "string"},
              {"name": "device", "type": "string"},
              {"name": "kind", "type": {
                "type": "enum", "name": "InteractionKind", "symbols": ["ANSWER", "DRAWING", "UNKNOWN"],
                "default": "UNKNOWN"}},
              {"name": "text", "type": "string"},
              {"name": "occurredAt", "type": {"type": "long", "logicalType": "timestamp-millis"}}
            ]}""");

    private NewerProducer() {}

    /** Writes the schema where {@code schema.directory} finds it. */
    static void publishSchema(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("Interaction.avsc"), SCHEMA.toString());
    }

    /** Returns a drawing with a caption, in single-object encoding. */
    static byte[] aDrawing(String id, String student) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new BinaryMessageEncoder<>(GenericData.get(), SCHEMA)
                    .encode(
                            new GenericRecordBuilder(SCHEMA)
                                    .set("interactionId", id)
                                    .set("studentId", student)
                                    .set("learningTopic", "fractions.addition")
                                    .set("device", "tablet")
                                    .set(
                                            "kind",
                                            new GenericData.EnumSymbol(
                                                    SCHEMA.getField("kind").schema(), "DRAWING"))
                                    .set("text", "two quarters side by side")
                                    .set("occurredAt", 1_772_452_800_000L)
                                    .build(),
                            bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
