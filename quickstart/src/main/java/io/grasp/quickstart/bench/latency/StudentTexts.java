package io.grasp.quickstart.bench.latency;

import io.grasp.events.Interaction;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.labels.LabelRecords;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * An endless stream of interactions from the rows of a file, in an order drawn from a seed: many students, the same
 * questions. When the rows are through, they come again with another word at the end of each text, so that no answer is
 * remembered from the round before.
 */
final class StudentTexts {
    private static final int STUDENTS = 1000;

    private final List<LabeledRow> rows;
    private final Clock clock;
    private int next;

    StudentTexts(List<LabeledRow> rows, long seed, Clock clock) {
        List<LabeledRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        this.rows = List.copyOf(shuffled);
        this.clock = clock;
    }

    /** Returns the next interaction, with an id of its own. */
    Interaction next() {
        int number = next++;
        int round = number / rows.size();
        LabeledRow row = rows.get(number % rows.size());
        return Interaction.newBuilder(LabelRecords.interaction(row, clock.instant()))
                .setInteractionId("bench-" + number)
                .setStudentId("student-" + number % STUDENTS)
                .setText(round == 0 ? row.text() : row.text() + " " + round)
                .setOccurredAt(clock.instant())
                .build();
    }
}
