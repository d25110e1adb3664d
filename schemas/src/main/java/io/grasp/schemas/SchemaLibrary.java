package io.grasp.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParser;

/**
 * The writer schemas that records can be read with, found by their CRC-64-AVRO fingerprint. Immutable, safe for any
 * number of threads.
 */
public final class SchemaLibrary {
    private static final String RELEASED = "released/";
    private static final SchemaLibrary SHIPPED = new SchemaLibrary(released());

    private final Map<Long, Schema> byFingerprint;

    private SchemaLibrary(Map<Long, Schema> byFingerprint) {
        this.byFingerprint = Map.copyOf(byFingerprint);
    }

    /** Every schema that was ever released, up to this version. */
    public static SchemaLibrary shipped() {
        return SHIPPED;
    }

    /**
     * This library and the {@code .avsc} files of a directory and its subdirectories, so that records of a newer
     * producer can be read. A file either stands alone or refers to types of files beside it.
     *
     * @throws IllegalArgumentException if the directory or a file in it cannot be read
     */
    public SchemaLibrary withDirectory(Path directory) {
        Map<Long, Schema> more = new HashMap<>(byFingerprint);
        filesByParent(directory).values().forEach(files -> more.putAll(schemasOf(files)));
        return new SchemaLibrary(more);
    }

    Optional<Schema> writtenWith(long fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    static long fingerprintOf(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static Map<Long, Schema> released() {
        Map<String, List<String>> versions = resource(RELEASED + "index.txt")
                .lines()
                .filter(line -> !line.isBlank())
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, line.indexOf('/')), TreeMap::new, Collectors.toList()));
        Map<Long, Schema> schemas = new HashMap<>();
        versions.values()
                .forEach(names -> schemas.putAll(parseTogether(
                        names.stream().map(name -> resource(RELEASED + name)).toList())));
        return schemas;
    }

    private static String resource(String name) {
        try (InputStream in = SchemaLibrary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The jar lacks %s, which released/index.txt names. Was it built in full?".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read %s from the jar".formatted(name), e);
        }
    }

    private static Map<Path, List<Path>> filesByParent(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .collect(Collectors.groupingBy(
                            file -> Optional.ofNullable(file.getParent()).orElse(directory)));
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "Could not list the schema directory %s. Does it exist and may it be read?".formatted(directory),
                    e);
        }
    }

    // Files that stand alone may hold several versions of one type, which no single parser accepts.
    private static Map<Long, Schema> schemasOf(List<Path> files) {
        Map<Long, Schema> schemas = new HashMap<>();
        boolean allStandAlone = true;
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            String text = text(file);
            texts.add(text);
            try {
                schemas.putAll(byFingerprint(List.of(SchemaParser.parseSingle(text))));
            } catch (AvroRuntimeException e) {
                allStandAlone = false;
            }
        }
        if (allStandAlone) {
            return schemas;
        }
        try {
            schemas.putAll(parseTogether(texts));
            return schemas;
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    "Could not parse the Avro schemas %s: %s. Correct them, or add the files that they refer to"
                            .formatted(files, e.getMessage()),
                    e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Could not read the schema file %s. Is it UTF-8 text and may it be read?".formatted(file), e);
        }
    }

    private static Map<Long, Schema> parseTogether(Collection<String> texts) {
        SchemaParser parser = new SchemaParser();
        texts.forEach(parser::parse);
        return byFingerprint(parser.getParsedNamedSchemas());
    }

    private static Map<Long, Schema> byFingerprint(Collection<Schema> schemas) {
        Map<Long, Schema> found = new HashMap<>();
        schemas.stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .forEach(schema -> found.put(fingerprintOf(schema), schema));
        return found;
    }
}
