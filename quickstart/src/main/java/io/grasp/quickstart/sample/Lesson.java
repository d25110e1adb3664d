package io.grasp.quickstart.sample;

import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;

/**
 * Rows whose labels reach the trainer together.
 *
 * @param title what it is about, for the screen
 * @param rows all its rows, with their labels
 */
public record Lesson(String title, List<LabeledRow> rows) {
    public Lesson {
        rows = List.copyOf(rows);
    }

    /** The rows that no model learns from, by the same rule that the trainer follows. */
    public List<LabeledRow> heldOut() {
        return rows.stream()
                .filter(row -> !row.text().isBlank())
                .filter(row -> !Dataset.splitOf(row).equals(LabeledRow.TRAIN))
                .toList();
    }

    /** The rows in which the student wrote nothing. */
    public List<LabeledRow> blank() {
        return rows.stream().filter(row -> row.text().isBlank()).toList();
    }
}
