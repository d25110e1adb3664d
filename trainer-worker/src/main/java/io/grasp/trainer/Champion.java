package io.grasp.trainer;

import io.grasp.model.Task;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.EmbeddedRows;
import io.grasp.trainer.gate.Match;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The model that serves, as an opponent. */
record Champion(ModelPackage files) {

    /** Judges both on the same held-out rows: all there are, since the champion would have to answer all of them. */
    Match against(Candidate challenger, Progress progress) {
        Set<String> known = new HashSet<>(files.manifest().lineage().learningTopics());
        List<LabeledRow> rows = challenger.dataset().heldOut();
        EmbeddedRows challengers = challenger.model().vectors();
        EmbeddedRows own = challengers.areServedWith(files)
                ? challengers
                : EmbeddedRows.asServed(files, challenger.arguments().perDeviceEvalBatchSize());
        return new Match(
                Evaluation.of(challenger.model().heads(), rows, challengers.of(rows, "Embedding", progress)),
                Evaluation.of(files.heads(), rows, own.of(rows, "Embedding for the champion", progress)),
                newlyCovered(challenger, known));
    }

    private List<String> newlyCovered(Candidate challenger, Set<String> known) {
        List<String> covered = new ArrayList<>();
        for (String topic : challenger.learningTopics()) {
            if (!known.contains(topic)) {
                covered.add("the learning topic " + topic);
            }
        }
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
}
