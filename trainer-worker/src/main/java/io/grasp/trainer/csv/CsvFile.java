package io.grasp.trainer.csv;

import io.grasp.trainer.Nearest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A whole CSV file, checked: RFC 4180, UTF-8 with or without a byte order mark, a header, every row as wide as the
 * header. Empty lines are skipped.
 */
public record CsvFile(Path path, List<String> header, List<Line> lines) {
    /** A cell with more characters is refused: it is a sign of a quote gone wrong. */
    public static final int MAX_CELL_CHARACTERS = 1 << 20;

    private static final long MAX_FILE_BYTES = 1L << 30;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    public CsvFile {
        header = List.copyOf(header);
        lines = List.copyOf(lines);
    }

    /**
     * A row.
     *
     * @param number the line of the file on which it starts, from 1
     */
    public record Line(long number, List<String> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    public static CsvFile read(Path path) {
        return read(path, MAX_CELL_CHARACTERS);
    }

    static CsvFile read(Path path, int maxCellCharacters) {
        String content = contentOf(path);
        List<Line> lines = new ArrayList<>();
        try (CSVParser parser = FORMAT.parse(new StringReader(content))) {
            long start = 1;
            for (CSVRecord cells : parser) {
                lines.add(new Line(start, cells.toList()));
                refuseHugeCells(path, start, cells, maxCellCharacters);
                start = parser.getCurrentLineNumber() + 1;
            }
        } catch (UncheckedIOException | IOException | IllegalStateException e) {
            throw badQuoting(path, lines, e);
        }
        return checked(path, lines);
    }

    /** Where the column is; a column that is not there, or twice, is refused with the columns that are. */
    int indexOf(String column) {
        int index = header.indexOf(column);
        if (index < 0) {
            String nearest = Nearest.to(column, header)
                    .map("Did you mean '%s'? "::formatted)
                    .orElse("");
            throw UnusableDataException.in(
                    path,
                    "it has no column '%s'. %sIts columns are: %s"
                            .formatted(column, nearest, String.join(", ", header)));
        }
        if (header.lastIndexOf(column) != index) {
            throw UnusableDataException.in(path, "it has two columns '%s'. Rename one of them".formatted(column));
        }
        return index;
    }

    private static CsvFile checked(Path path, List<Line> lines) {
        if (lines.isEmpty()) {
            throw UnusableDataException.in(path, "it is empty. Its first line must name the columns");
        }
        List<String> header = lines.get(0).cells().stream().map(String::strip).toList();
        for (Line line : lines) {
            if (line.cells().size() != header.size()) {
                throw UnusableDataException.at(
                        path,
                        line.number(),
                        "the row has %d cells, the header has %d. Put cells that contain a comma or a line break in double quotes"
                                .formatted(line.cells().size(), header.size()));
            }
        }
        return new CsvFile(path, header, lines.subList(1, lines.size()));
    }

    private static void refuseHugeCells(Path path, long line, CSVRecord cells, int maxCellCharacters) {
        for (String cell : cells) {
            if (cell.length() > maxCellCharacters) {
                throw UnusableDataException.at(
                        path,
                        line,
                        "a cell has %d characters, at most %d are read. Is a double quote missing?"
                                .formatted(cell.length(), maxCellCharacters));
            }
        }
    }

    private static UnusableDataException badQuoting(Path path, List<Line> before, Exception cause) {
        long line = before.isEmpty() ? 1 : before.get(before.size() - 1).number() + 1;
        String told = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String problem = told.contains("eof")
                ? "a double quote is opened in this row or after it and never closed"
                : "text follows a closing double quote in this row or after it";
        UnusableDataException refused = UnusableDataException.at(
                path, line, problem + ". Write a double quote inside a quoted cell twice (\"\")");
        refused.initCause(cause);
        return refused;
    }

    private static String contentOf(Path path) {
        byte[] bytes;
        try {
            if (Files.isDirectory(path)) {
                throw UnusableDataException.in(path, "it is a directory. Name a CSV file");
            }
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw UnusableDataException.in(path, "it is larger than 1 GiB. Part it into several files");
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw UnusableDataException.in(path, "there is no such file");
        } catch (IOException e) {
            throw UnusableDataException.in(
                    path, "it can't be read (%s)".formatted(e.getClass().getSimpleName()));
        }
        String content = decoded(path, bytes);
        return !content.isEmpty() && content.charAt(0) == BYTE_ORDER_MARK ? content.substring(1) : content;
    }

    private static String decoded(Path path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            long line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw UnusableDataException.at(path, line, "it is not UTF-8. Save the file as UTF-8");
        }
        return out.flip().toString();
    }
}
