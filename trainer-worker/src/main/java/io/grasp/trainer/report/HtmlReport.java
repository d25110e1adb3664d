package io.grasp.trainer.report;

import io.grasp.model.Task;
import io.grasp.trainer.report.Document.Draft;
import io.grasp.trainer.report.Document.Section;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows a person how a training went: one HTML file with pictures. */
public final class HtmlReport {
    private HtmlReport() {}

    /** The report; without pictures, and saying so, where none can be drawn. */
    public static String of(RunRecord run) {
        return of(run, new Painter());
    }

    static String of(RunRecord run, Painter painter) {
        Pictures pictures = Pictures.by(painter);
        DataSections data = new DataSections(run);
        TrainingSections training = new TrainingSections(run);
        ResultSections results = new ResultSections(run);
        List<Section> sections = new ArrayList<>();
        sections.add(results.overview());
        sections.add(training.training(pictures));
        sections.addAll(results.details(pictures));
        sections.add(data.data());
        sections.add(data.labels());
        sections.add(data.decisions());
        sections.add(training.arguments());
        sections.add(training.lineage());
        painter.failure().ifPresent(reason -> sections.add(0, withoutPictures(reason)));
        return Html.of(new Document(
                "Training report",
                "Tasks: %s. Trained %s from %s."
                        .formatted(
                                run.candidate().dataset().tasks().stream()
                                        .map(Task::name)
                                        .collect(Collectors.joining(", ")),
                                run.lineage().createdAt().truncatedTo(ChronoUnit.SECONDS),
                                run.lineage().baseEncoder()),
                sections));
    }

    private static Section withoutPictures(String reason) {
        return new Draft("No pictures")
                .paragraph(
                        ("Pictures could not be drawn where this model was trained (%s): that machine has no font, or a"
                                        + " Java without graphics. The tables are complete.")
                                .formatted(reason))
                .done();
    }
}
