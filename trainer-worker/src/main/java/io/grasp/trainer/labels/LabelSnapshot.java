package io.grasp.trainer.labels;

import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The label log as it was at one moment: the data set of one training. Immutable.
 *
 * @param rows the latest label of each interaction, in the log's order
 * @param offsets by partition, the offset of the first label that is not in it
 * @param definitions the tasks that the rows are labelled for, by name
 */
public record LabelSnapshot(List<LabeledRow> rows, Map<Integer, Long> offsets, List<TaskDefinition> definitions) {
    public LabelSnapshot {
        rows = List.copyOf(rows);
        offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
        definitions = List.copyOf(definitions);
    }
}
