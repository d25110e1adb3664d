package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * Events outlive the program that wrote them, so every schema must read, and be read by, every released version of
 * itself. At a release, copy src/main/avro/*.avsc to a new directory released/vN and add its files to
 * released/index.txt; a released file never changes.
 */
class SchemaCompatibilityTest {
    private static final Path RELEASED = Path.of("src/main/resources/io/grasp/schemas/released");

    private final Map<String, Schema> current = schemasIn(Path.of("src/main/avro"));
    private final Map<String, Map<String, Schema>> released = releasedVersions();

    @Test
    void everyEventReadsItsReleasedVersionsAndIsReadByThem() {
        released.forEach((version, schemas) -> schemas.forEach((name, old) -> {
            Schema now = Objects.requireNonNull(current.get(name), name + " has no file in src/main/avro any more");
            assertThat(problemsOf(now, old))
                    .as("What %s wrote as %s must stay readable: give new fields a default", version, name)
                    .isEmpty();
            assertThat(problemsOf(old, now))
                    .as(
                            "A program of %s must read what is written as %s now: remove no field without a default",
                            version, name)
                    .isEmpty();
        }));
    }

    @Test
    void noReleasedEventIsDropped() {
        released.forEach((version, schemas) -> assertThat(current.keySet())
                .as("Events of %s are in topics for ever, so their schemas must stay in src/main/avro", version)
                .containsAll(schemas.keySet()));
    }

    @Test
    void everyEventIsFrozen() {
        assertThat(released.values().stream().flatMap(schemas -> schemas.keySet().stream()))
                .as("A new event is frozen when it is released: copy its .avsc into a released/vN"
                        + " directory and add it to" + " released/index.txt")
                .containsAll(current.keySet());
    }

    @Test
    void everyFrozenFileIsInTheIndexThatTheProgramReads() throws IOException {
        try (Stream<Path> files = Files.walk(RELEASED)) {
            assertThat(Files.readAllLines(RELEASED.resolve("index.txt")))
                    .containsExactlyInAnyOrderElementsOf(files.filter(
                                    file -> file.toString().endsWith(".avsc"))
                            .map(file -> RELEASED.relativize(file).toString().replace('\\', '/'))
                            .toList());
        }
    }

    @Test
    void everyFrozenRecordIsKnownToTheShippedLibrary() {
        assertThat(released.values().stream().flatMap(schemas -> schemas.values().stream()))
                .filteredOn(schema -> schema.getType() == Schema.Type.RECORD)
                .allSatisfy(
                        schema -> assertThat(SchemaLibrary.shipped().writtenWith(SchemaLibrary.fingerprintOf(schema)))
                                .isPresent());
    }

    @Test
    void everyTypeAndFieldIsDocumented() {
        assertThat(current.values()).allSatisfy(schema -> {
            assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
            if (schema.getType() == Schema.Type.RECORD) {
                assertThat(schema.getFields())
                        .allSatisfy(field -> assertThat(field.doc())
                                .as(schema.getFullName() + "." + field.name())
                                .isNotBlank());
            }
        });
    }

    @Test
    void everyEnumHasADefaultForSymbolsOfLaterVersions() {
        assertThat(current.values())
                .filteredOn(schema -> schema.getType() == Schema.Type.ENUM)
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.getEnumDefault())
                        .as(schema.getFullName())
                        .isEqualTo("UNKNOWN"));
    }

    @Test
    void everyFieldThatCameLaterHasADefault() {
        current.values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .forEach(schema -> firstRelease(schema.getFullName())
                        .ifPresent(first -> assertThat(schema.getFields())
                                .filteredOn(field -> first.getField(field.name()) == null)
                                .allSatisfy(field -> assertThat(field.hasDefaultValue())
                                        .as(schema.getFullName() + "." + field.name())
                                        .isTrue())));
    }

    @Test
    void everyCollectionAndOptionalFieldHasADefault() {
        current.values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(schema -> schema.getFields().stream())
                .filter(field -> List.of(Schema.Type.ARRAY, Schema.Type.MAP, Schema.Type.UNION)
                        .contains(field.schema().getType()))
                .forEach(field ->
                        assertThat(field.hasDefaultValue()).as(field.name()).isTrue());
    }

    @Test
    void aModelVersionOfTheFirstReleaseWasComparedWithNothing() throws IOException {
        Schema then = modelVersionOf(released.getOrDefault("v1", Map.of()));
        Schema now = modelVersionOf(current);
        GenericRecord read = read(aModelVersion(then).build(), then, now);
        assertThat(read.get("version")).hasToString("v000001");
        assertThat(read.get("comparedWith")).isNull();
        assertThat(read.get("gateReason")).isNull();
        assertThat((List<?>) read.get("comparisons")).isEmpty();
    }

    @Test
    void aProgramOfTheFirstReleasePassesOverWhatTheGateCompared() throws IOException {
        Schema now = modelVersionOf(current);
        Schema comparison = now.getField("comparisons").schema().getElementType();
        GenericRecordBuilder made = new GenericRecordBuilder(comparison)
                .set("scope", symbol(comparison, "scope", "LEARNING_TOPIC"))
                .set("name", "fractions.addition")
                .set("rows", 60)
                .set("verdict", symbol(comparison, "verdict", "WORSE"));
        comparison.getFields().stream()
                .filter(field -> field.schema().getType() == Schema.Type.DOUBLE)
                .forEach(field -> made.set(field, 0.5));
        GenericRecord written = aModelVersion(now)
                .set("comparedWith", "v000000")
                .set("gateReason", "Mean macro-F1 changed by -0.200")
                .set("comparisons", List.of(made.build()))
                .build();
        GenericRecord read = read(written, now, modelVersionOf(released.getOrDefault("v1", Map.of())));
        assertThat(read.get("version")).hasToString("v000001");
        assertThat(read.get("worker")).hasToString("worker-1");
    }

    @Test
    void aProgramThatKnowsNoDegradedAnswersTakesThemForDecidedInAWayItDoesNotKnow() throws IOException {
        Schema now = classificationOf(current);
        Schema path = now.getField("decidedBy").schema().getTypes().get(1);
        GenericRecord written = aClassification(now)
                .set("decidedBy", new GenericData.EnumSymbol(path, "DEGRADED"))
                .build();
        GenericRecord read = read(written, now, classificationOf(released.getOrDefault("v4", Map.of())));
        assertThat(read.get("decidedBy")).hasToString("UNKNOWN");
        assertThat(read.get("interactionId")).hasToString("i-1");
    }

    @Test
    void aClassificationOfEarlierReleasesCorrectsNothing() throws IOException {
        Schema then = classificationOf(released.getOrDefault("v4", Map.of()));
        assertThat(read(aClassification(then).build(), then, classificationOf(current))
                        .get("corrects"))
                .isEqualTo(false);
    }

    private static Schema classificationOf(Map<String, Schema> schemas) {
        return Objects.requireNonNull(schemas.get("io.grasp.events.Classification"));
    }

    private static GenericRecordBuilder aClassification(Schema schema) {
        Schema model = schema.getField("model").schema();
        return new GenericRecordBuilder(schema)
                .set("interactionId", "i-1")
                .set("studentId", "student-1")
                .set("learningTopic", "fractions.addition")
                .set("kind", symbol(schema, "kind", "ANSWER"))
                .set(
                        "model",
                        new GenericRecordBuilder(model)
                                .set("name", "grasp")
                                .set("version", "v000001")
                                .set("checksum", "c")
                                .build())
                .set("sourcePartition", 0)
                .set("sourceOffset", 0L)
                .set("occurredAt", 0L)
                .set("classifiedAt", 0L);
    }

    private static Schema modelVersionOf(Map<String, Schema> schemas) {
        return Objects.requireNonNull(schemas.get("io.grasp.events.ModelVersion"));
    }

    private static GenericRecordBuilder aModelVersion(Schema schema) {
        return new GenericRecordBuilder(schema)
                .set("name", "grasp")
                .set("version", "v000001")
                .set("checksum", "c")
                .set("status", symbol(schema, "status", "CHAMPION"))
                .set("reason", "It is the first model")
                .set("labels", 267L)
                .set("createdAt", 0L)
                .set("decidedAt", 0L)
                .set("worker", "worker-1");
    }

    private static GenericData.EnumSymbol symbol(Schema record, String field, String symbol) {
        return new GenericData.EnumSymbol(record.getField(field).schema(), symbol);
    }

    private static GenericRecord read(GenericRecord written, Schema writer, Schema reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(writer).write(written, encoder);
        encoder.flush();
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        GenericRecord read = new GenericDatumReader<GenericRecord>(writer, reader).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        return read;
    }

    private static List<String> problemsOf(Schema reader, Schema writer) {
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return compatibility.getType() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : compatibility.getResult().getIncompatibilities().stream()
                        .map(problem -> problem.getLocation() + ": " + problem.getMessage())
                        .toList();
    }

    private Optional<Schema> firstRelease(String name) {
        return released.values().stream()
                .filter(schemas -> schemas.containsKey(name))
                .map(schemas -> schemas.get(name))
                .findFirst();
    }

    private static Map<String, Map<String, Schema>> releasedVersions() {
        try (Stream<Path> directories = Files.list(RELEASED)) {
            return directories
                    .filter(Files::isDirectory)
                    .collect(Collectors.toMap(
                            directory -> directory.getFileName().toString(),
                            SchemaCompatibilityTest::schemasIn,
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Schema> schemasIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            SchemaParser parser = new SchemaParser();
            for (Path file : files.sorted().toList()) {
                parser.parse(file);
            }
            return parser.getParsedNamedSchemas().stream()
                    .collect(Collectors.toMap(Schema::getFullName, schema -> schema, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
