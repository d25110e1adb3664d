package io.grasp.trainer.publish;

import io.grasp.model.Task;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.Lineage;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.evaluate.Scores;
import io.grasp.trainer.evaluate.TaskEvaluation;
import io.grasp.trainer.finetune.BaseEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Tells a person, in Markdown, what a model is, what it learnt from and how well it does; from facts only. */
final class ModelCard {
    private final StringBuilder text = new StringBuilder();

    private ModelCard() {}

    static String of(Candidate candidate, Lineage lineage) {
        ModelCard card = new ModelCard();
        card.title(candidate);
        card.use();
        card.data(candidate, lineage);
        card.tasks(candidate);
        candidate.evaluations().forEach(card::evaluation);
        card.arguments(candidate);
        card.lineage(lineage);
        return card.text.toString();
    }

    private void title(Candidate candidate) {
        List<String> tasks =
                candidate.dataset().tasks().stream().map(Task::name).toList();
        line("# What students write: " + String.join(", ", tasks));
        line("");
        line("Classifies a student's text, with what it answers, for %d task%s in one pass."
                .formatted(tasks.size(), tasks.size() == 1 ? "" : "s"));
    }

    private void use() {
        section("Intended use and limits");
        line("It is meant to help teachers and learning platforms react while a student is still working: to choose"
                + " resources, to trigger feedback, to ask a person to look. It is not meant to grade, rank or exclude"
                + " anybody without a person's judgement.");
        line("");
        line(
                "It knows only the labels, learning topics and languages of its training data. It can be wrong, and"
                        + " wrong more often for groups of students who are rare in that data. Where it abstains, ask a person.");
    }

    private void data(Candidate candidate, Lineage lineage) {
        section("Data");
        line("%d labelled rows: %d trained it, %d tuned it, %d judged it. %d blank ones were left out."
                .formatted(
                        candidate.labelRows() + candidate.dataset().heldOut().size(),
                        candidate.dataset().training().size(),
                        candidate.dataset().validation().size(),
                        candidate.dataset().heldOut().size(),
                        candidate.dataset().skippedBlank()));
        line("");
        row("Learning topic", "training rows");
        row("---", "---:");
        count(candidate.dataset().training(), LabeledRow::learningTopic)
                .forEach((topic, rows) -> row(topic, String.valueOf(rows)));
        if (!lineage.labelOffsets().isEmpty()) {
            line("");
            line("The label log was read up to these offsets: " + lineage.labelOffsets() + ".");
        }
    }

    private static Map<String, Long> count(List<LabeledRow> rows, Function<LabeledRow, String> by) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(by.apply(row), 1L, Long::sum));
        return counts;
    }

    private void tasks(Candidate candidate) {
        section("Tasks");
        row("Task", "kind", "label", "training rows");
        row("---", "---", "---", "---:");
        for (ClassificationHead head : candidate.model().heads()) {
            Task task = head.task();
            for (String label : task.labels()) {
                long rows = candidate.dataset().training().stream()
                        .filter(row -> row.labelsFor(task.name()).contains(label))
                        .count();
                row(task.name(), task.kind().name(), label, String.valueOf(rows));
            }
        }
        line("");
        for (ClassificationHead head : candidate.model().heads()) {
            head.lexical()
                    .ifPresent(lexical -> line(
                            ("- %s: logits are %s times the encoder's plus %s times those of %d words, word pairs and"
                                            + " overlaps")
                                    .formatted(
                                            head.task().name(),
                                            figure(lexical.encoderWeight()),
                                            figure(lexical.lexicalWeight()),
                                            lexical.buckets().length)));
        }
        for (ClassificationHead head : candidate.model().heads()) {
            Calibration calibration = head.calibration();
            line("- %s: temperature %s, abstains below a confidence of %s"
                    .formatted(
                            head.task().name(), figure(calibration.temperature()), figure(calibration.abstainBelow())));
        }
    }

    private void evaluation(String set, Evaluation evaluation) {
        section("Evaluation on " + set);
        row("Task", "rows", "accuracy", "macro-F1", "quadratic weighted kappa", "abstained");
        row("---", "---:", "---:", "---:", "---:", "---:");
        evaluation.tasks().forEach(task -> scores(task.task().name(), task.overall()));
        line("");
        row("Task", "label", "precision", "recall", "F1", "rows");
        row("---", "---", "---:", "---:", "---:", "---:");
        for (TaskEvaluation task : evaluation.tasks()) {
            task.overall()
                    .labels()
                    .forEach(label -> row(
                            task.task().name(),
                            label.label(),
                            figure(label.precision()),
                            figure(label.recall()),
                            figure(label.f1()),
                            String.valueOf(label.support())));
        }
        line("");
        row("Task and learning topic", "rows", "accuracy", "macro-F1", "quadratic weighted kappa", "abstained");
        row("---", "---:", "---:", "---:", "---:", "---:");
        for (TaskEvaluation task : evaluation.tasks()) {
            task.byLearningTopic().forEach((topic, scores) -> scores(task.task().name() + ", " + topic, scores));
        }
    }

    private void scores(String of, Scores scores) {
        String kappa = scores.quadraticWeightedKappa().isPresent()
                ? figure(scores.quadraticWeightedKappa().getAsDouble())
                : "";
        row(
                of,
                String.valueOf(scores.rows()),
                figure(scores.accuracy()),
                figure(scores.macroF1()),
                kappa,
                figure(scores.abstained()));
    }

    private void arguments(Candidate candidate) {
        section("Training arguments");
        row("Argument", "value");
        row("---", "---");
        candidate.arguments().toMap().forEach((name, value) -> row(name, String.valueOf(value)));
    }

    private void lineage(Lineage lineage) {
        section("Lineage and licence");
        line("- Base encoder: " + escaped(lineage.baseEncoder()));
        if (lineage.parentVersion() != null) {
            line("- Trained from version: " + escaped(lineage.parentVersion()));
        }
        line("- Created: " + lineage.createdAt());
        line("- Licence: "
                + (lineage.baseEncoder().equals(BaseEncoder.MINILM)
                        ? "the base encoder all-MiniLM-L6-v2 is under the Apache License 2.0"
                        : "that of the base encoder; look it up before you pass this model on")
                + ". The labels are their owner's.");
    }

    private void section(String title) {
        line("");
        line("## " + escaped(title));
        line("");
    }

    private void row(String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(escaped(cell)).append(" |");
        }
        text.append('\n');
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** Names come from data, and a table must survive them. */
    private static String escaped(String name) {
        return name.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
