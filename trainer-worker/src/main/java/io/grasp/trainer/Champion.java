package io.grasp.trainer;

import io.grasp.model.Task;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.metrics.Outcome;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.EmbeddedRows;
import io.grasp.trainer.gate.Answers;
import io.grasp.trainer.gate.Match;
import io.grasp.trainer.gate.PairedRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The model that serves, as an opponent. */
record Champion(String version, ModelPackage files) {

    /** Has both answer the same held-out rows: all there are, since the champion would have to answer all of them. */
    Match against(Candidate challenger, Progress progress) {
        Set<String> newLearningTopics = new TreeSet<>(challenger.learningTopics());
        newLearningTopics.removeAll(files.manifest().lineage().learningTopics());
        return new Match(
                version,
                answered(challenger, progress),
                newLearningTopics,
                Stream.concat(
                                newLearningTopics.stream().map(topic -> "the learning topic " + topic),
                                newLabels(challenger).stream())
                        .toList(),
                lostTasks(challenger));
    }

    private List<PairedRow> answered(Candidate challenger, Progress progress) {
        List<LabeledRow> rows = challenger.dataset().heldOut();
        EmbeddedRows challengers = challenger.model().vectors();
        EmbeddedRows own = challengers.areServedWith(files)
                ? challengers
                : EmbeddedRows.asServed(files, challenger.arguments().perDeviceEvalBatchSize());
        List<float[]> challengersVectors = challengers.of(rows, "Embedding", progress);
        List<float[]> ownVectors = own.of(rows, "Embedding for the champion", progress);
        List<Map<String, Answers>> answers = new ArrayList<>();
        rows.forEach(row -> answers.add(new LinkedHashMap<>()));
        for (ClassificationHead head : challenger.model().heads()) {
            String task = head.task().name();
            files.heads().stream()
                    .filter(ownHead -> ownHead.task().name().equals(task))
                    .forEach(ownHead -> {
                        Iterator<Outcome> champions =
                                Evaluation.outcomes(ownHead, rows, ownVectors).iterator();
                        Iterator<Outcome> theirs = Evaluation.outcomes(head, rows, challengersVectors)
                                .iterator();
                        for (int i = 0; i < rows.size(); i++) {
                            if (rows.get(i).isLabeledFor(task)) {
                                answers.get(i).put(task, answers(champions.next(), theirs.next()));
                            }
                        }
                    });
        }
        List<PairedRow> answered = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            answered.add(new PairedRow(rows.get(i).learningTopic(), answers.get(i)));
        }
        return answered;
    }

    private static Answers answers(Outcome champion, Outcome challenger) {
        return new Answers(champion.truth(), champion.decided(), challenger.decided());
    }

    private List<String> newLabels(Candidate challenger) {
        List<String> covered = new ArrayList<>();
        for (Task task : challenger.dataset().tasks()) {
            List<String> labels = files.manifest().tasks().stream()
                    .filter(own -> own.name().equals(task.name()))
                    .findFirst()
                    .map(Task::labels)
                    .orElse(List.of());
            task.labels().stream()
                    .filter(label -> !labels.contains(label))
                    .forEach(label -> covered.add("the %s label %s".formatted(task.name(), label)));
        }
        return covered;
    }

    private List<String> lostTasks(Candidate challenger) {
        List<String> lost = new ArrayList<>();
        files.manifest().tasks().forEach(task -> lost.add(task.name()));
        challenger.model().heads().forEach(head -> lost.remove(head.task().name()));
        return lost;
    }
}
