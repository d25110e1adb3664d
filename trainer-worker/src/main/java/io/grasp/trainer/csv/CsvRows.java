package io.grasp.trainer.csv;

import io.grasp.model.TaskKind;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.dataset.TaskScheme;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file and the tasks that they are labelled for.
 *
 * @param rows one for each row of the file, in its order
 * @param warnings what a person should know, though the rows can be used: at present that ids occur twice. Training
 *     uses such rows all; in the label log the last one of an id holds
 */
public record CsvRows(CsvFile file, List<LabeledRow> rows, TaskScheme scheme, List<String> warnings) {
    /** The learning topic of rows that name none. */
    public static final String GENERAL = "general";

    private static final String USUAL_SPLIT = "split";

    public CsvRows {
        rows = List.copyOf(rows);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the rows of a file.
     *
     * @throws UnusableDataException naming the file, the line and the cure
     */
    public static CsvRows read(DataOptions options) {
        return read(options.requiredData(), options.columns());
    }

    /**
     * Reads the rows of a file.
     *
     * @throws UnusableDataException naming the file, the line and the cure
     */
    public static CsvRows read(Path path, CsvColumns columns) {
        return of(CsvFile.read(path), columns);
    }

    /**
     * Reads the rows of a file.
     *
     * @throws UnusableDataException naming the file, the line and the cure
     */
    public static CsvRows of(CsvFile file, CsvColumns columns) {
        return new RowReader(file, columns).readAll();
    }

    /** The columns, found once. */
    private static final class RowReader {
        private final CsvFile file;
        private final CsvColumns columns;
        private final int text;
        private final int[] pair;
        private final int[] tasks;
        private final TaskScheme scheme;

        RowReader(CsvFile file, CsvColumns columns) {
            this.file = file;
            this.columns = columns;
            this.text = file.indexOf(columns.text());
            this.pair = columns.pair().stream().mapToInt(file::indexOf).toArray();
            this.tasks = columns.tasks().stream()
                    .mapToInt(task -> file.indexOf(task.column()))
                    .toArray();
            this.scheme = new TaskScheme(
                    columns.tasks().stream().map(TaskColumn::definition).toList());
        }

        CsvRows readAll() {
            Column ids = column(columns.id(), "id");
            Column students = column(columns.student(), "student");
            Column learningTopics = column(columns.learningTopic(), "learning topic");
            Column times = column(columns.time(), "time");
            Column splits = column(columns.split() == null ? usualSplit() : columns.split(), "split");
            Column kinds = column(columns.kind(), "kind");
            List<LabeledRow> rows = new ArrayList<>(file.lines().size());
            Set<String> seen = new HashSet<>();
            int repeated = 0;
            for (CsvFile.Line line : file.lines()) {
                int number = rows.size() + 1;
                String id = ids.required(line, "row-" + number);
                repeated += seen.add(id) ? 0 : 1;
                rows.add(new LabeledRow(
                        id,
                        students.required(line, "student-" + number),
                        learningTopics.required(line, GENERAL),
                        kinds.optional(line),
                        pair.length == 0 ? null : line.cells().get(pair[0]),
                        referenceAnswer(line),
                        line.cells().get(text),
                        labels(line),
                        splits.optional(line),
                        time(line, times.optional(line))));
            }
            List<String> warnings = repeated == 0
                    ? List.of()
                    : List.of("%s: %d rows have an id that an earlier row has".formatted(file.path(), repeated));
            return new CsvRows(file, rows, scheme, warnings);
        }

        /** A file with a column of this name means it, named or not. */
        private @Nullable String usualSplit() {
            return file.header().contains(USUAL_SPLIT) ? USUAL_SPLIT : null;
        }

        private Column column(@Nullable String name, String what) {
            return new Column(file.path(), name == null ? -1 : file.indexOf(name), what);
        }

        private @Nullable String referenceAnswer(CsvFile.Line line) {
            if (pair.length < 2) {
                return null;
            }
            return Arrays.stream(pair).skip(1).mapToObj(line.cells()::get).collect(Collectors.joining(" "));
        }

        private Map<String, List<String>> labels(CsvFile.Line line) {
            Map<String, List<String>> labels = new LinkedHashMap<>();
            for (int i = 0; i < tasks.length; i++) {
                TaskDefinition definition = scheme.definitions().get(i);
                String cell = line.cells().get(tasks[i]).strip();
                if (definition.kind() == TaskKind.MULTI_LABEL) {
                    labels.put(definition.name(), parted(cell));
                } else if (!cell.isEmpty()) {
                    refuseLabelOffTheScale(line, definition, cell);
                    labels.put(definition.name(), List.of(cell));
                }
            }
            return labels;
        }

        private static List<String> parted(String cell) {
            return Arrays.stream(cell.split("\\|", -1))
                    .map(String::strip)
                    .filter(label -> !label.isEmpty())
                    .distinct()
                    .toList();
        }

        private void refuseLabelOffTheScale(CsvFile.Line line, TaskDefinition definition, String label) {
            if (definition.kind() == TaskKind.ORDINAL && !definition.scale().contains(label)) {
                throw UnusableDataException.at(
                        file.path(),
                        line.number(),
                        "'%s' is no label of task %s, whose scale is %s. Correct the cell or the scale"
                                .formatted(label, definition.name(), String.join(" < ", definition.scale())));
            }
        }

        private @Nullable Instant time(CsvFile.Line line, @Nullable String cell) {
            if (cell == null) {
                return null;
            }
            try {
                if (cell.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    return Instant.ofEpochMilli(Long.parseLong(cell));
                }
                if (cell.length() == "2026-01-31".length()) {
                    return LocalDate.parse(cell).atStartOfDay(ZoneOffset.UTC).toInstant();
                }
                String iso = cell.replace(' ', 'T');
                boolean hasZone =
                        iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
                return hasZone
                        ? OffsetDateTime.parse(iso).toInstant()
                        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException | NumberFormatException e) {
                throw UnusableDataException.at(
                        file.path(),
                        line.number(),
                        "the time can't be read. Write it as 2026-01-31T09:30:00Z or in epoch milliseconds");
            }
        }
    }

    /**
     * An optional column.
     *
     * @param index -1 if the file has none
     */
    private record Column(Path path, int index, String what) {
        @Nullable String optional(CsvFile.Line line) {
            String cell = index < 0 ? "" : line.cells().get(index).strip();
            return cell.isEmpty() ? null : cell;
        }

        String required(CsvFile.Line line, String withoutColumn) {
            if (index < 0) {
                return withoutColumn;
            }
            String cell = optional(line);
            if (cell == null) {
                throw UnusableDataException.at(
                        path,
                        line.number(),
                        "the row has no %s. Fill the cell or leave the option out".formatted(what));
            }
            return cell;
        }
    }
}
