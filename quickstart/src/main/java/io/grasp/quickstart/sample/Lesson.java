package io.grasp.quickstart.sample;

import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows whose labels reach the trainer together.
 *
 * @param title what it is about, for the screen
 * @param rows all its rows, with their labels
 * @param heldOutLater how much later those are written that no model learns from
 */
public record Lesson(String title, List<LabeledRow> rows, Duration heldOutLater) {
    public Lesson {
        rows = List.copyOf(rows);
    }

    public Lesson(String title, List<LabeledRow> rows) {
        this(title, rows, Duration.ZERO);
    }

    /**
     * The rows that no model learns from, by the same rule that the trainer follows. Learning topics take turns, as in
     * a school; within one, rows keep their order.
     */
    public List<LabeledRow> heldOut() {
        Map<String, Deque<LabeledRow>> byLearningTopic = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> !row.text().isBlank())
                .filter(row -> !Dataset.splitOf(row).equals(LabeledRow.TRAIN))
                .forEach(row -> byLearningTopic
                        .computeIfAbsent(row.learningTopic(), learningTopic -> new ArrayDeque<>())
                        .add(row));
        List<LabeledRow> heldOut = new ArrayList<>();
        while (!byLearningTopic.isEmpty()) {
            byLearningTopic.values().forEach(waiting -> heldOut.add(later(waiting.remove())));
            byLearningTopic.values().removeIf(Deque::isEmpty);
        }
        return heldOut;
    }

    private LabeledRow later(LabeledRow row) {
        Instant time = row.time();
        return time == null ? row : row.at(time.plus(heldOutLater));
    }

    /** The rows in which the student wrote nothing. */
    public List<LabeledRow> blank() {
        return rows.stream().filter(row -> row.text().isBlank()).toList();
    }
}
