package io.grasp.trainer.report;

import static io.grasp.trainer.report.Block.Column.number;
import static io.grasp.trainer.report.Block.Column.text;

import io.grasp.model.TaskKind;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import io.grasp.trainer.report.Document.Draft;
import io.grasp.trainer.report.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How well a model does on rows that it has not seen. */
final class ResultSections {
    private static final int MOST_MISTAKES = 20;

    private static final List<Block.Column> SCORES = List.of(
            number("rows"),
            number("accuracy"),
            number("macro-F1"),
            number("weighted F1"),
            number("quadratic weighted kappa"),
            number("MAP@3"),
            number("ECE"),
            number("Brier"),
            number("abstained"),
            number("accuracy when decided"));

    private final Map<String, Evaluation> evaluations;

    ResultSections(RunRecord run) {
        this.evaluations = run.candidate().evaluations();
    }

    /** Every task on every set, in one table. */
    Section overview() {
        Draft draft = new Draft("Results");
        if (evaluations.isEmpty()) {
            draft.paragraph("No rows were held out, so nothing is known of how well it does.");
        }
        List<List<String>> rows = new ArrayList<>();
        evaluations.forEach((set, evaluation) -> evaluation
                .tasks()
                .forEach(task -> rows.add(scores(List.of(set, task.task().name()), task.overall()))));
        draft.table(columns(text("Set"), text("task")), rows);
        if (!rows.isEmpty()) {
            draft.paragraph(
                    "All but the last two columns tell what the model would decide if it never abstained. MAP@3 is"
                            + " the mean average precision of the three likeliest labels, ECE the expected calibration error.");
        }
        return draft.done();
    }

    /** A section an evaluation set. */
    List<Section> details(Pictures pictures) {
        List<Section> sections = new ArrayList<>();
        evaluations.forEach((set, evaluation) -> {
            Draft draft = new Draft("Evaluation on " + set);
            evaluation.tasks().forEach(task -> task(task, draft, pictures));
            sections.add(draft.done());
        });
        return sections;
    }

    private static void task(TaskEvaluation evaluation, Draft draft, Pictures pictures) {
        Scores overall = evaluation.overall();
        draft.heading(evaluation.task().name());
        List<Block.Figure> figures = pictures.of(evaluation);
        draft.figures(figures);
        draft.bullets(overall.custom().entrySet().stream()
                .map(custom -> custom.getKey() + ": " + Numbers.figure(custom.getValue()))
                .toList());
        draft.table(
                List.of(text("Label"), number("precision"), number("recall"), number("F1"), number("rows")),
                overall.labels().stream()
                        .map(label -> List.of(
                                label.label(),
                                Numbers.figure(label.precision()),
                                Numbers.figure(label.recall()),
                                Numbers.figure(label.f1()),
                                String.valueOf(label.support())))
                        .toList());
        if (evaluation.task().kind() != TaskKind.MULTI_LABEL) {
            confusion(Confusion.of(evaluation.task(), overall), draft, figures.isEmpty());
        }
        List<List<String>> topics = new ArrayList<>();
        evaluation.byLearningTopic().forEach((topic, scores) -> topics.add(scores(List.of(topic), scores)));
        draft.table(columns(text("Learning topic")), topics);
    }

    /** What no picture shows. */
    private static void confusion(Confusion confusion, Draft draft, boolean withoutPicture) {
        if (!confusion.isLegible()) {
            draft.table(
                    List.of(text("True label"), text("taken for"), number("rows")),
                    confusion.mistakes().stream()
                            .limit(MOST_MISTAKES)
                            .map(mistake ->
                                    List.of(mistake.truth(), mistake.takenFor(), String.valueOf(mistake.rows())))
                            .toList());
        } else if (withoutPicture) {
            List<Block.Column> columns = new ArrayList<>(List.of(text("True label, decided as …")));
            confusion.decided().forEach(label -> columns.add(number(label)));
            draft.table(
                    columns,
                    confusion.truth().stream()
                            .map(truth -> {
                                List<String> row = new ArrayList<>(List.of(truth));
                                confusion
                                        .decided()
                                        .forEach(decided -> row.add(String.valueOf(confusion.at(truth, decided))));
                                return row;
                            })
                            .toList());
        }
    }

    private static List<Block.Column> columns(Block.Column... first) {
        List<Block.Column> columns = new ArrayList<>(List.of(first));
        columns.addAll(SCORES);
        return columns;
    }

    private static List<String> scores(List<String> of, Scores scores) {
        List<String> row = new ArrayList<>(of);
        row.add(String.valueOf(scores.rows()));
        row.add(Numbers.figure(scores.accuracy()));
        row.add(Numbers.figure(scores.macroF1()));
        row.add(Numbers.figure(scores.weighted().f1()));
        row.add(Numbers.figure(scores.quadraticWeightedKappa()));
        row.add(Numbers.figure(scores.probabilities().meanAveragePrecisionAt3()));
        row.add(Numbers.figure(scores.probabilities().expectedCalibrationError()));
        row.add(Numbers.figure(scores.probabilities().brier()));
        row.add(Numbers.figure(scores.abstained()));
        row.add(Numbers.figure(scores.accuracyWhenDecided()));
        return row;
    }
}
