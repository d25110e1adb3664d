package io.grasp.trainer.csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/** Writes a CSV file (RFC 4180, UTF-8), which appears whole or not at all. For one thread. */
public final class CsvOutput implements AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final Path path;
    private final Path part;
    private final BufferedWriter writer;

    private CsvOutput(Path path, Path part, BufferedWriter writer) {
        this.path = path;
        this.part = part;
        this.writer = writer;
    }

    /** Begins a file; one that is there is replaced when this one is finished. */
    public static CsvOutput to(Path path, List<String> header) {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            CsvOutput output = new CsvOutput(path, part, Files.newBufferedWriter(part));
            output.write(header);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be written. Does its directory exist?".formatted(path), e);
        }
    }

    public void write(List<String> cells) {
        try {
            writer.write(FORMAT.format(cells.toArray()));
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be written".formatted(path), e);
        }
    }

    /** Makes the file appear. */
    public void finish() {
        try {
            writer.close();
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be written".formatted(path), e);
        }
    }

    /** Gives the file up unless it is finished. */
    @Override
    public void close() {
        try {
            writer.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be given up".formatted(part), e);
        }
    }
}
