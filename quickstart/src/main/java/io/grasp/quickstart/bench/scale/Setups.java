package io.grasp.quickstart.bench.scale;

import io.grasp.quickstart.bench.serving.Pipeline;
import io.grasp.quickstart.bench.serving.Variant;
import io.grasp.quickstart.bench.serving.Workload;
import io.grasp.trainer.dataset.LabeledRow;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * How the streams-app and its work are set up at a point.
 *
 * @param variant the streams-app where no dimension says otherwise
 * @param workload rows as they are in the file
 */
record Setups(Variant variant, Workload workload, VariantPackages packages) {
    /** What is measured at a point, under a name. */
    Pipeline at(Point point, String name) {
        return new Pipeline(
                variant.with(name, packageAt(point), settingsAt(point)),
                workloadAt(point),
                point.required(Dimension.PARTITIONS),
                point.required(Dimension.INSTANCES),
                false);
    }

    private Path packageAt(Point point) {
        OptionalInt tasks = point.of(Dimension.TASKS);
        return tasks.isPresent()
                ? packages.with(tasks.getAsInt(), point.required(Dimension.LABELS))
                : variant.modelPackage();
    }

    private static Map<String, String> settingsAt(Point point) {
        return Map.of(
                "inference.threads", String.valueOf(point.required(Dimension.INFERENCE_THREADS)),
                "stream.threads", String.valueOf(point.required(Dimension.STREAM_THREADS)));
    }

    private Workload workloadAt(Point point) {
        int length = point.required(Dimension.TEXT_LENGTH);
        OptionalInt students = point.of(Dimension.STUDENTS);
        if (length == 1 && students.isEmpty()) {
            return workload;
        }
        List<LabeledRow> rows = repeated(workload.measured(), length);
        return workload.of(students.isPresent() ? ofStudents(rows, students.getAsInt()) : rows);
    }

    /** Each text so many times, joined by a space. */
    static List<LabeledRow> repeated(List<LabeledRow> rows, int times) {
        return rows.stream()
                .map(row -> row.withText(String.join(" ", Collections.nCopies(times, row.text()))))
                .toList();
    }

    /** The rows of so many students, who take turns; with more students than rows, each row is of another. */
    static List<LabeledRow> ofStudents(List<LabeledRow> rows, int students) {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> rows.get(row).withStudent("student-" + row % students))
                .toList();
    }
}
