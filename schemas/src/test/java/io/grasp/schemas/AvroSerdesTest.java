package io.grasp.schemas;

import static io.grasp.schemas.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grasp.events.ErasureRequest;
import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdesTest {
    private static final Topics TOPICS = new Topics("");
    private static final Serde<Interaction> INTERACTIONS = TOPICS.interactions().valueSerde();
    private static final int HEADER_BYTES = 10;

    static Stream<Topic<?, ?>> topicsOfEvents() {
        return TOPICS.all().stream().filter(topic -> !topic.equals(TOPICS.deadLetters()));
    }

    @ParameterizedTest
    @MethodSource("topicsOfEvents")
    <V extends SpecificRecord> void everyEventIsReadAsItWasWritten(Topic<String, V> topic) throws Exception {
        Schema schema = schemaOf(topic);
        for (Object random : new RandomData(schema, 50, 7)) {
            byte[] written = singleObject(schema, (GenericRecord) random);

            V read = read(topic.valueSerde(), written);
            byte[] again = topic.valueSerde().serializer().serialize(topic.name(), read);

            assertThat(generic(schema, again)).isEqualTo(generic(schema, written));
            assertThat(read(topic.valueSerde(), again)).isEqualTo(read);
        }
    }

    /** Bytes in topics must stay readable for ever: if this fails, the format has changed, not the test. */
    @Test
    void anInteractionIsTheseBytes() {
        String golden = "c301769908ffab6d23ba" // marker and fingerprint
                + "06692d31" + "06732d31" // ids: i-1, s-1
                + "246672616374696f6e732e6164646974696f6e" // fractions.addition
                + "00" + "1e312f32202b20312f33203d20322f35" // ANSWER: 1/2 + 1/3 = 2/5
                + "022041646420312f3220616e6420312f332e" + "00" + "0204656e" // prompt, no reference answer, en
                + "8098dbe69567" // noon
                + "020c636f75727365043562" + "00";

        assertThat(HexFormat.of().formatHex(write(anInteraction().build()))).isEqualTo(golden);
        assertThat(read(INTERACTIONS, HexFormat.of().parseHex(golden)))
                .isEqualTo(anInteraction().build());
    }

    @ParameterizedTest
    @MethodSource("topicsOfEvents")
    <V> void aTombstoneStaysNull(Topic<String, V> topic) {
        assertThat(topic.valueSerde().serializer().serialize(topic.name(), null))
                .isNull();
        assertThat(topic.valueSerde().deserializer().deserialize(topic.name(), null))
                .isNull();
    }

    @Test
    void anInteractionOfAnOlderProgramGetsTheDefaults() throws Exception {
        Schema older = schemasIn("older");
        GenericRecord written = new GenericRecordBuilder(older)
                .set("interactionId", "i-1")
                .set("studentId", "s-1")
                .set("learningTopic", "fractions.addition")
                .set("kind", new GenericData.EnumSymbol(older.getField("kind").schema(), "ANSWER"))
                .set("text", "2/5")
                .set("occurredAt", AnInteraction.NOON.toEpochMilli())
                .build();

        Interaction read = read(serdeKnowing("older"), singleObject(older, written));

        assertThat(read)
                .isEqualTo(anInteraction()
                        .setText("2/5")
                        .setPrompt(null)
                        .setLanguage(null)
                        .setAttributes(Map.of())
                        .build());
    }

    @Test
    void anInteractionOfANewerProgramIsReadWithoutWhatIsUnknown() throws Exception {
        Schema newer = schemasIn("newer");

        Interaction read = read(serdeKnowing("newer"), singleObject(newer, aDrawing(newer)));

        assertThat(read)
                .isEqualTo(anInteraction()
                        .setKind(InteractionKind.UNKNOWN)
                        .setPrompt(null)
                        .setLanguage(null)
                        .setAttributes(Map.of())
                        .build());
    }

    @Test
    void aNewerProgramReadsWhatIsWrittenNow() throws Exception {
        Schema newer = schemasIn("newer");
        var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), newer);
        decoder.addSchema(Interaction.getClassSchema());

        GenericRecord read = decoder.decode(write(anInteraction().build()));

        assertThat(read.get("text")).hasToString("1/2 + 1/3 = 2/5");
        assertThat(read.get("teacherNote")).isNull();
    }

    @Test
    void aRecordOfAnUnknownSchemaIsRefusedWithTheFingerprintAndACure() throws Exception {
        Schema newer = schemasIn("newer");

        assertThatThrownBy(() -> read(INTERACTIONS, singleObject(newer, aDrawing(newer))))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("Written with schema fingerprint %016x", SchemaLibrary.fingerprintOf(newer))
                .hasMessageContaining("schema.directory");
    }

    @Test
    void anEventInTheWrongTopicIsRefusedByName() {
        ErasureRequest stray = ErasureRequest.newBuilder()
                .setStudentId("s-1")
                .setRequestedBy("office")
                .setRequestedAt(AnInteraction.NOON)
                .build();
        byte[] bytes = TOPICS.erasures().valueSerde().serializer().serialize("interactions", stray);

        assertThatThrownBy(() -> read(INTERACTIONS, bytes))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("ErasureRequest")
                .hasMessageContaining("io.grasp.events.Interaction is expected");
    }

    @Test
    void aRecordCutOffAnywhereIsRefused() {
        byte[] whole = write(anInteraction().build());

        for (int length = 0; length < whole.length; length++) {
            byte[] cutOff = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(INTERACTIONS, cutOff)).isInstanceOf(UndecodableRecordException.class);
        }
    }

    @Test
    void aRecordWithMoreAfterItIsRefused() {
        byte[] whole = write(anInteraction().build());

        assertThatThrownBy(() -> read(INTERACTIONS, Arrays.copyOf(whole, whole.length + 3)))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("3 bytes after the end");
    }

    @Test
    @Timeout(60)
    void randomBytesAreNeverMoreThanUndecodable() {
        Random random = new Random(42);
        byte[] whole = write(anInteraction().build());
        for (int i = 0; i < 50_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (i % 2 == 0) {
                System.arraycopy(whole, 0, garbage, 0, Math.min(HEADER_BYTES, garbage.length));
            }
            readsOrIsUndecodable(garbage);
        }
    }

    @Test
    @Timeout(60)
    void aDamagedRecordIsNeverMoreThanUndecodable() {
        Random random = new Random(43);
        byte[] whole = write(anInteraction().build());
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = whole.clone();
            int faults = 1 + random.nextInt(4);
            for (int fault = 0; fault < faults; fault++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            readsOrIsUndecodable(damaged);
        }
    }

    @ParameterizedTest
    @MethodSource("absurdLengths")
    @Timeout(10)
    void anAbsurdLengthIsRefusedBeforeMemoryIsTaken(long length) throws IOException {
        byte[] textOfThatLength = afterHeader(encoder -> encoder.writeLong(length));
        byte[] attributesOfThatNumber = afterHeader(encoder -> {
            for (int text = 0; text < 3; text++) {
                encoder.writeString("");
            }
            encoder.writeEnum(0);
            encoder.writeString("");
            for (int option = 0; option < 3; option++) {
                encoder.writeIndex(0);
            }
            encoder.writeLong(0);
            encoder.writeLong(length);
            encoder.writeString("course");
            encoder.writeString("5b");
        });

        assertThatThrownBy(() -> read(INTERACTIONS, textOfThatLength)).isInstanceOf(UndecodableRecordException.class);
        assertThatThrownBy(() -> read(INTERACTIONS, attributesOfThatNumber))
                .isInstanceOf(UndecodableRecordException.class);
        assertThatThrownBy(() -> read(TOPICS.misconceptions().valueSerde(), anArrayOf(length)))
                .isInstanceOf(UndecodableRecordException.class);
    }

    static Stream<Long> absurdLengths() {
        return Stream.of(
                -1L,
                Long.MIN_VALUE,
                1L << 28,
                1L << 30,
                Integer.MAX_VALUE - 9L,
                (long) Integer.MAX_VALUE,
                Long.MAX_VALUE);
    }

    @Test
    void noMessageQuotesTheStudent() {
        byte[] whole = write(anInteraction().setText("my secret").build());
        byte[] plain = "my secret".repeat(5).getBytes(StandardCharsets.UTF_8);

        for (int length = 0; length < whole.length; length++) {
            byte[] cutOff = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> read(INTERACTIONS, cutOff))).hasMessageNotContaining("secret");
        }
        assertThat(catchThrowable(() -> read(INTERACTIONS, plain))).hasMessageNotContaining("secret");
    }

    @Test
    void anEventWithoutARequiredFieldIsNotWritten() {
        assertThatThrownBy(() -> write(new Interaction()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("type Interaction for the Kafka topic interactions")
                .hasMessageContaining("required field");
    }

    @Test
    void severalVersionsOfOneEventFitInOneSchemaDirectory(@TempDir Path directory) throws Exception {
        String newer = Files.readString(resource("newer").resolve("Interaction.avsc"));
        Files.writeString(directory.resolve("a.avsc"), newer);
        Files.writeString(directory.resolve("b.avsc"), newer.replace("teacherNote", "teacherRemark"));

        SchemaLibrary library = SchemaLibrary.shipped().withDirectory(directory);

        assertThat(library.writtenWith(SchemaLibrary.fingerprintOf(SchemaParser.parseSingle(newer))))
                .isPresent();
        assertThat(library.writtenWith(SchemaLibrary.fingerprintOf(
                        SchemaParser.parseSingle(newer.replace("teacherNote", "teacherRemark")))))
                .isPresent();
    }

    @Test
    void aSchemaDirectoryThatCannotBeParsedIsRefusedByName(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("broken.avsc"), "{\"type\": \"record\"}");

        assertThatThrownBy(() -> SchemaLibrary.shipped().withDirectory(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("broken.avsc");
        assertThatThrownBy(() -> SchemaLibrary.shipped().withDirectory(directory.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aSchemaThatRefersToAMissingFileIsRefused(@TempDir Path directory) throws Exception {
        Files.copy(resource("older").resolve("Interaction.avsc"), directory.resolve("Interaction.avsc"));

        assertThatThrownBy(() -> SchemaLibrary.shipped().withDirectory(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("InteractionKind");
    }

    private static void readsOrIsUndecodable(byte[] bytes) {
        Throwable thrown = catchThrowable(() -> read(INTERACTIONS, bytes));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(UndecodableRecordException.class);
        }
    }

    private static GenericRecord aDrawing(Schema newer) {
        return new GenericRecordBuilder(newer)
                .set("interactionId", "i-1")
                .set("studentId", "s-1")
                .set("learningTopic", "fractions.addition")
                .set("teacherNote", "look at the picture")
                .set("kind", new GenericData.EnumSymbol(newer.getField("kind").schema(), "DRAWING"))
                .set("text", "1/2 + 1/3 = 2/5")
                .set("occurredAt", AnInteraction.NOON.toEpochMilli())
                .build();
    }

    private static byte[] write(Interaction interaction) {
        return INTERACTIONS.serializer().serialize("interactions", interaction);
    }

    private static <V> V read(Serde<V> serde, byte[] bytes) {
        return serde.deserializer().deserialize("interactions", bytes);
    }

    private static byte[] singleObject(Schema schema, GenericRecord value) throws IOException {
        return new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema)
                .encode(value)
                .array();
    }

    private static GenericRecord generic(Schema schema, byte[] bytes) throws IOException {
        return new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema).decode(bytes);
    }

    private static Schema schemaOf(Topic<?, ?> topic) {
        return Objects.requireNonNull(TypesByTopic.SCHEMAS.get(topic.name()), topic.name());
    }

    private static Serde<Interaction> serdeKnowing(String directory) throws URISyntaxException {
        return new Topics("", SchemaLibrary.shipped().withDirectory(resource(directory)))
                .interactions()
                .valueSerde();
    }

    private static Schema schemasIn(String directory) throws IOException, URISyntaxException {
        SchemaParser parser = new SchemaParser();
        try (Stream<Path> files = Files.list(resource(directory))) {
            for (Path file : files.sorted().toList()) {
                parser.parse(file);
            }
        }
        return parser.getParsedNamedSchemas().stream()
                .filter(schema -> schema.getName().equals("Interaction"))
                .findFirst()
                .orElseThrow();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(AvroSerdesTest.class.getResource("/" + name))
                .toURI());
    }

    private static byte[] afterHeader(Body body) throws IOException {
        return afterHeader(Interaction.getClassSchema(), body);
    }

    private static byte[] anArrayOf(long length) throws IOException {
        return afterHeader(io.grasp.events.Misconception.getClassSchema(), encoder -> {
            for (int text = 0; text < 5; text++) {
                encoder.writeString("");
            }
            encoder.writeLong(0);
            encoder.writeLong(length);
            encoder.writeString("fractions.bar-model");
        });
    }

    private static byte[] afterHeader(Schema schema, Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xC3);
        out.write(0x01);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(SchemaLibrary.fingerprintOf(schema))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        body.write(encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private interface Body {
        void write(BinaryEncoder encoder) throws IOException;
    }
}
