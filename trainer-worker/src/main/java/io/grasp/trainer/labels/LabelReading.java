package io.grasp.trainer.labels;

import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.List;

/** What became of one labelled interaction: exactly one of the two, never an exception. */
sealed interface LabelReading {
    /**
     * A row that can be learnt from.
     *
     * @param definitions the tasks that it is labelled for
     */
    record Usable(LabeledRow row, List<TaskDefinition> definitions) implements LabelReading {
        public Usable {
            definitions = List.copyOf(definitions);
        }
    }

    /** A row that contradicts itself, and how. */
    record Unusable(String reason) implements LabelReading {}
}
