package io.grasp.quickstart.sample;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.events.ResourceKind;
import io.grasp.model.TaskKind;
import io.grasp.trainer.csv.CsvColumns;
import io.grasp.trainer.csv.CsvFile;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.TaskColumn;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The labelled answers, misconceptions and resources that ship with Grasp; written for it, in students' voices. */
public final class ShippedSample {
    /** What the first model learns. */
    public static final List<String> KNOWN_TOPICS =
            List.of("fractions.addition", "equations.linear", "circuits.current", "biology.photosynthesis");
    /** What the first model has never seen. */
    public static final String NEW_TOPIC = "physics.forces";

    private static final CsvColumns COLUMNS = new CsvColumns(
            "text",
            List.of("prompt", "reference_answer"),
            List.of(
                    new TaskColumn(
                            "comprehension",
                            "comprehension",
                            TaskKind.ORDINAL,
                            List.of("novice", "intermediate", "advanced")),
                    new TaskColumn("misconception", "misconception", TaskKind.MULTI_LABEL, List.of()),
                    new TaskColumn("engagement", "engagement", TaskKind.SINGLE_LABEL, List.of())),
            "learning_topic",
            "student",
            "id",
            null,
            null,
            "kind");

    private final Path directory;

    /**
     * The sample, still packed.
     *
     * @param directory where the files are unpacked; writable
     */
    public ShippedSample(Path directory) {
        this.directory = directory;
    }

    /** Reads everything: the known learning topics as the first lesson, the new one as the second. */
    public Curriculum read() {
        List<LabeledRow> known = new ArrayList<>();
        for (String topic : KNOWN_TOPICS) {
            known.addAll(answers(topic).rows());
        }
        CsvRows unseen = answers(NEW_TOPIC);
        TaskScheme scheme = unseen.scheme();
        return new Curriculum(
                scheme,
                List.of(new Lesson("four learning topics", known), new Lesson(NEW_TOPIC, unseen.rows())),
                misconceptions(),
                resources());
    }

    private CsvRows answers(String learningTopic) {
        return CsvRows.read(unpacked("answers/" + learningTopic + ".csv"), COLUMNS);
    }

    private List<Misconception> misconceptions() {
        return rows("misconceptions.csv").stream()
                .map(row -> Misconception.newBuilder()
                        .setMisconceptionId(row.cell("id"))
                        .setLearningTopic(row.cell("learning_topic"))
                        .setName(row.cell("name"))
                        .setExplanation(row.cell("explanation"))
                        .setFeedback(row.cell("feedback"))
                        .setResourceIds(row.list("resources"))
                        .setSource(row.cell("source"))
                        .setUpdatedAt(Instant.EPOCH)
                        .build())
                .toList();
    }

    private List<Resource> resources() {
        return rows("resources.csv").stream()
                .map(row -> Resource.newBuilder()
                        .setResourceId(row.cell("id"))
                        .setTitle(row.cell("title"))
                        .setDescription(row.cell("description"))
                        .setKind(ResourceKind.valueOf(row.cell("kind")))
                        .setLearningTopic(row.cell("learning_topic"))
                        .setLevel(row.cell("level"))
                        .setMinutes(Integer.valueOf(row.cell("minutes")))
                        .setMisconceptions(row.list("misconceptions"))
                        .setPrerequisites(row.list("prerequisites"))
                        .setUpdatedAt(Instant.EPOCH)
                        .build())
                .toList();
    }

    private List<CatalogRow> rows(String file) {
        CsvFile csv = CsvFile.read(unpacked(file));
        return csv.lines().stream()
                .map(line -> new CatalogRow(csv.header(), line.cells()))
                .toList();
    }

    private Path unpacked(String file) {
        Path target = directory.resolve(file);
        try (InputStream packed = ShippedSample.class.getResourceAsStream(file)) {
            if (packed == null) {
                throw new IllegalStateException("The sample lacks %s; build Grasp again".formatted(file));
            }
            Files.createDirectories(target.getParent());
            Files.write(target, packed.readAllBytes());
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("The sample cannot be unpacked to " + target, e);
        }
    }

    /** A row of a catalog file. */
    private record CatalogRow(List<String> header, List<String> cells) {
        String cell(String column) {
            return cells.get(header.indexOf(column));
        }

        List<String> list(String column) {
            return Arrays.stream(cell(column).split("\\|"))
                    .filter(id -> !id.isBlank())
                    .toList();
        }
    }
}
