package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import java.util.Map;

/** Rows for tests. */
final class ARow {
    private ARow() {}

    static LabeledRow answering(String question, String text) {
        return new LabeledRow(
                "id",
                "student",
                "topic",
                null,
                question,
                "the answer to " + question,
                text,
                Map.of("level", List.of("low")),
                "test",
                null);
    }
}
