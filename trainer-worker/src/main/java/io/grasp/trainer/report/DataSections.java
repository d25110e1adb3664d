package io.grasp.trainer.report;

import static io.grasp.trainer.report.Block.Column.number;
import static io.grasp.trainer.report.Block.Column.text;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import io.grasp.model.head.Calibration;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.head.EarlyExit;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.report.Document.Draft;
import io.grasp.trainer.report.Document.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a model learnt from, and how its heads read it. */
final class DataSections {
    /** Stands for rows of a multi-label task for which none of its labels holds; no label has brackets by custom. */
    private static final String NO_LABEL = "(none)";

    private final RunRecord run;
    private final Dataset dataset;
    private final Map<String, List<String>> labels = new HashMap<>();

    DataSections(RunRecord run) {
        this.run = run;
        this.dataset = run.candidate().dataset();
        dataset.tasks().forEach(task -> labels.put(task.name(), labelsOf(task)));
    }

    Section data() {
        Draft draft = new Draft("Data");
        draft.paragraph("%d labelled rows: %d trained it, %d tuned it, %d judged it. %d blank ones were left out."
                .formatted(
                        run.candidate().labelRows() + dataset.heldOut().size(),
                        dataset.training().size(),
                        dataset.validation().size(),
                        dataset.heldOut().size(),
                        dataset.skippedBlank()));
        Map<Integer, Long> offsets = run.lineage().labelOffsets();
        if (!offsets.isEmpty()) {
            draft.paragraph("The label log was read up to these offsets: %s."
                    .formatted(offsets.entrySet().stream()
                            .map(offset -> "%d of partition %d".formatted(offset.getValue(), offset.getKey()))
                            .collect(Collectors.joining(", "))));
        }
        draft.table(
                List.of(
                        text("Learning topic"),
                        number("training rows"),
                        number("tuning rows"),
                        number("held-out rows")),
                topics());
        if (!dataset.conflicts().isEmpty()) {
            draft.heading("Conflicting labels");
            draft.paragraph("The same text, in answer to the same prompt, has different labels in different rows.");
            List<List<String>> conflicts = new ArrayList<>();
            dataset.conflicts()
                    .byTask()
                    .forEach((task, ofTask) -> conflicts.add(
                            List.of(task, String.valueOf(ofTask.texts()), String.valueOf(ofTask.rows()))));
            draft.table(List.of(text("Task"), number("texts"), number("rows that say them")), conflicts);
        }
        return draft.done();
    }

    Section labels() {
        Draft draft = new Draft("Labels");
        List<List<String>> rows = new ArrayList<>();
        for (Task task : dataset.tasks()) {
            for (String label : labels.getOrDefault(task.name(), List.of())) {
                List<String> row = new ArrayList<>(List.of(task.name()));
                row.addAll(counted(label, given -> holds(given, task, label)));
                rows.add(row);
            }
        }
        draft.table(
                List.of(
                        text("Task"),
                        text("label"),
                        number("training rows"),
                        number("tuning rows"),
                        number("held-out rows")),
                rows);
        draft.bullets(dataset.labelsOnlyInEvaluation().entrySet().stream()
                .map(unseen -> "%s: no training row has %s, so the model can't know what held-out rows are judged by"
                        .formatted(unseen.getKey(), String.join(", ", unseen.getValue())))
                .toList());
        draft.heading("Labels by learning topic");
        draft.table(
                List.of(text("Learning topic"), text("task"), text("labels of the training rows")), byLearningTopic());
        return draft.done();
    }

    /** How probabilities become decisions. */
    Section decisions() {
        Draft draft = new Draft("Tasks and decisions");
        List<ClassificationHead> heads = run.candidate().model().heads();
        draft.table(
                List.of(text("Task"), text("kind"), number("labels"), number("temperature"), text("abstains")),
                heads.stream().map(DataSections::decision).toList());
        draft.bullets(heads.stream()
                .flatMap(head -> head
                        .lexical()
                        .map(lexical ->
                                "%s: logits are %s times the encoder's plus %s times those of %d words, word pairs and overlaps"
                                                .formatted(
                                                        head.task().name(),
                                                        Numbers.figure(lexical.encoderWeight()),
                                                        Numbers.figure(lexical.lexicalWeight()),
                                                        lexical.buckets().length)
                                        + earlyExit(head))
                        .stream())
                .toList());
        List<List<String>> thresholds = new ArrayList<>();
        for (ClassificationHead head : heads) {
            List<Double> ofHead = head.calibration().thresholds();
            for (int i = 0; i < ofHead.size(); i++) {
                thresholds.add(List.of(head.task().name(), head.task().labels().get(i), Numbers.figure(ofHead.get(i))));
            }
        }
        draft.table(List.of(text("Task"), text("label"), number("holds from a probability of")), thresholds);
        return draft.done();
    }

    private static String earlyExit(ClassificationHead head) {
        EarlyExit exit = head.calibration().earlyExit();
        return exit == null
                ? "; words never decide alone"
                : "; on learning topics that it has learnt, words may decide alone from a certainty of %s on"
                        .formatted(Numbers.figure(exit.sureFrom()));
    }

    private static List<String> decision(ClassificationHead head) {
        Calibration calibration = head.calibration();
        return List.of(
                head.task().name(),
                head.task().kind().name(),
                String.valueOf(head.task().labels().size()),
                Numbers.figure(calibration.temperature()),
                calibration.abstainBelow() > 0
                        ? "below a confidence of " + Numbers.figure(calibration.abstainBelow())
                        : "never");
    }

    private List<List<String>> topics() {
        Map<String, Long> training = byTopic(dataset.training());
        Map<String, Long> tuning = byTopic(dataset.validation());
        Map<String, Long> heldOut = byTopic(dataset.heldOut());
        return everyRow()
                .map(LabeledRow::learningTopic)
                .distinct()
                .sorted()
                .map(topic -> List.of(
                        topic,
                        String.valueOf(training.getOrDefault(topic, 0L)),
                        String.valueOf(tuning.getOrDefault(topic, 0L)),
                        String.valueOf(heldOut.getOrDefault(topic, 0L))))
                .toList();
    }

    private static Map<String, Long> byTopic(List<LabeledRow> rows) {
        return rows.stream().collect(Collectors.groupingBy(LabeledRow::learningTopic, Collectors.counting()));
    }

    private List<List<String>> byLearningTopic() {
        List<List<String>> rows = new ArrayList<>();
        Map<String, List<LabeledRow>> topics = new TreeMap<>();
        dataset.training()
                .forEach(row -> topics.computeIfAbsent(row.learningTopic(), topic -> new ArrayList<>())
                        .add(row));
        topics.forEach((topic, members) -> {
            for (Task task : dataset.tasks()) {
                String distribution = distribution(task, members);
                if (!distribution.isEmpty()) {
                    rows.add(List.of(topic, task.name(), distribution));
                }
            }
        });
        return rows;
    }

    /** Labels with their rows, a scale in its order, others by their number. */
    private String distribution(Task task, List<LabeledRow> members) {
        record Count(String label, long rows) {}
        Stream<Count> counts = labels.getOrDefault(task.name(), List.of()).stream()
                .map(label -> new Count(
                        label,
                        members.stream().filter(row -> holds(row, task, label)).count()))
                .filter(count -> count.rows() > 0);
        Stream<Count> ordered = task.kind() == TaskKind.ORDINAL
                ? counts
                : counts.sorted(Comparator.comparingLong(Count::rows).reversed());
        return ordered.map(count -> count.label() + " " + count.rows()).collect(Collectors.joining(", "));
    }

    /** The task's labels, those that only rows have which don't train, and what stands for none. */
    private List<String> labelsOf(Task task) {
        List<String> labels = new ArrayList<>(task.labels());
        TreeSet<String> others = new TreeSet<>();
        everyRow().forEach(row -> others.addAll(row.labelsFor(task.name())));
        task.labels().forEach(others::remove);
        labels.addAll(others);
        if (task.kind() == TaskKind.MULTI_LABEL) {
            labels.add(NO_LABEL);
        }
        return labels;
    }

    private static boolean holds(LabeledRow row, Task task, String label) {
        List<String> labels = row.labelsFor(task.name());
        return labels.contains(label) || (label.equals(NO_LABEL) && row.isLabeledFor(task.name()) && labels.isEmpty());
    }

    private List<String> counted(String name, Predicate<LabeledRow> which) {
        return List.of(
                name,
                count(dataset.training(), which),
                count(dataset.validation(), which),
                count(dataset.heldOut(), which));
    }

    private static String count(List<LabeledRow> rows, Predicate<LabeledRow> which) {
        return String.valueOf(rows.stream().filter(which).count());
    }

    private Stream<LabeledRow> everyRow() {
        return Stream.of(dataset.training(), dataset.validation(), dataset.heldOut())
                .flatMap(List::stream);
    }
}
