package io.grasp.trainer.dataset;

import io.grasp.model.ModelInput;
import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a student wrote and what a person said about it. Immutable.
 *
 * @param id the interaction's id
 * @param student the student's id
 * @param learningTopic what was being learnt
 * @param kind an interaction kind such as {@code ANSWER}; null means an answer
 * @param prompt what the student was asked, where known
 * @param referenceAnswer what a good answer says, where known
 * @param text what the student wrote
 * @param labels the labels that hold, by task. A task that is missing was not labelled; an empty list says of a
 *     multi-label task that none of its labels holds
 * @param split null: assigned by hash; {@code train} trains; any other value names an evaluation set
 * @param time when it was written, where known
 */
public record LabeledRow(
        String id,
        String student,
        String learningTopic,
        @Nullable String kind,
        @Nullable String prompt,
        @Nullable String referenceAnswer,
        String text,
        Map<String, List<String>> labels,
        @Nullable String split,
        @Nullable Instant time) {
    /** The split that trains; every other name is an evaluation set. */
    public static final String TRAIN = "train";

    public LabeledRow {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        labels.forEach((task, held) -> copy.put(task, List.copyOf(held)));
        labels = Collections.unmodifiableMap(copy);
    }

    /** What the model reads of this row. */
    public ModelInput input() {
        return ModelInput.answering(prompt, referenceAnswer, text).on(learningTopic);
    }

    public boolean isLabeledFor(String task) {
        return labels.containsKey(task);
    }

    /** The labels that hold for {@code task}; empty when none does or when the row was not labelled for it. */
    public List<String> labelsFor(String task) {
        return labels.getOrDefault(task, List.of());
    }

    /**
     * This row with those of its labels that these tasks have. A single-label task whose label is unknown is one that
     * the row is not labelled for.
     */
    public LabeledRow knownTo(List<Task> tasks) {
        Map<String, List<String>> known = new LinkedHashMap<>();
        for (Task task : tasks) {
            List<String> held = labelsFor(task.name()).stream()
                    .filter(task.labels()::contains)
                    .toList();
            if (isLabeledFor(task.name()) && (task.kind() == TaskKind.MULTI_LABEL || !held.isEmpty())) {
                known.put(task.name(), held);
            }
        }
        return withLabels(known);
    }

    public LabeledRow withLabels(Map<String, List<String>> other) {
        return new LabeledRow(id, student, learningTopic, kind, prompt, referenceAnswer, text, other, split, time);
    }

    /** This row under another id. */
    public LabeledRow withId(String other) {
        return new LabeledRow(other, student, learningTopic, kind, prompt, referenceAnswer, text, labels, split, time);
    }

    /** This row, of another student. */
    public LabeledRow withStudent(String other) {
        return new LabeledRow(id, other, learningTopic, kind, prompt, referenceAnswer, text, labels, split, time);
    }

    /** This row with another text. */
    public LabeledRow withText(String other) {
        return new LabeledRow(id, student, learningTopic, kind, prompt, referenceAnswer, other, labels, split, time);
    }

    /** This row, written then; null where that is not to be known. */
    public LabeledRow at(@Nullable Instant then) {
        return new LabeledRow(id, student, learningTopic, kind, prompt, referenceAnswer, text, labels, split, then);
    }

    /** Ids only: a student's text never reaches a log. */
    @Override
    public String toString() {
        return "LabeledRow[%s, learning topic %s, labels %s]".formatted(id, learningTopic, labels);
    }
}
