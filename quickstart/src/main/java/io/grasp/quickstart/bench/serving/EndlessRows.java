package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;

/**
 * The rows of a workload in their order and, when they are through, again and again: each under another id and with
 * another word at its end, so that no answer is remembered from the time before. For one thread.
 */
final class EndlessRows {
    private final List<LabeledRow> rows;
    private int next;

    EndlessRows(Workload workload) {
        this.rows = workload.measured();
    }

    LabeledRow next() {
        int number = next++;
        int round = number / rows.size();
        LabeledRow row = rows.get(number % rows.size());
        return row.withId("due-" + number).withText(round == 0 ? row.text() : row.text() + " " + round);
    }
}
