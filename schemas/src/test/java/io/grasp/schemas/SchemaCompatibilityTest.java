package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThat;

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
