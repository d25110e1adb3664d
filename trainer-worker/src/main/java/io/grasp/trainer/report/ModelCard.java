package io.grasp.trainer.report;

import io.grasp.model.Task;
import io.grasp.trainer.report.Document.Draft;
import io.grasp.trainer.report.Document.Section;
import java.util.ArrayList;
import java.util.List;

/** Tells a person, in Markdown, what a model is, what it learnt from and how well it does; from facts only. */
public final class ModelCard {
    private ModelCard() {}

    public static String of(RunRecord run) {
        DataSections data = new DataSections(run);
        TrainingSections training = new TrainingSections(run);
        ResultSections results = new ResultSections(run);
        List<Section> sections = new ArrayList<>();
        sections.add(use());
        sections.add(results.overview());
        sections.add(data.data());
        sections.add(data.labels());
        sections.add(data.decisions());
        sections.add(training.training(Pictures.NONE));
        sections.addAll(results.details(Pictures.NONE));
        sections.add(training.arguments());
        sections.add(training.lineage());
        List<String> tasks =
                run.candidate().dataset().tasks().stream().map(Task::name).toList();
        return Markdown.of(new Document(
                "What students write: " + String.join(", ", tasks),
                "Classifies a student's text, with what it answers, for %d task%s in one pass."
                        .formatted(tasks.size(), tasks.size() == 1 ? "" : "s"),
                sections));
    }

    private static Section use() {
        return new Draft("Intended use and limits")
                .paragraph("It is meant to help teachers and learning platforms react while a student is still working:"
                        + " to choose resources, to trigger feedback, to ask a person to look. It is not meant to grade,"
                        + " rank or exclude anybody without a person's judgement.")
                .paragraph("It knows only the labels, learning topics and languages of its training data. It can be"
                        + " wrong, and wrong more often for groups of students who are rare in that data. Where it"
                        + " abstains, ask a person.")
                .done();
    }
}
