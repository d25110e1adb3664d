package io.grasp.trainer.labels;

import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The label log as it was at one moment: the data set of one training. Immutable.
 *
 * @param rows the latest label of each interaction, in the log's order
 * @param offsets by partition, the offset of the first label that is not in it
 * @param definitions the tasks that the rows are labelled for, by name
 * @param fresh the ids of the rows whose label no training has used
 * @param corrections how many labels of the log changed what an earlier one had said of the same interaction
 * @param erased how many interactions are left out because their student was erased
 */
public record LabelSnapshot(
        List<LabeledRow> rows,
        Map<Integer, Long> offsets,
        List<TaskDefinition> definitions,
        Set<String> fresh,
        int corrections,
        int erased) {
    public LabelSnapshot {
        rows = List.copyOf(rows);
        offsets = Collections.unmodifiableMap(new TreeMap<>(offsets));
        definitions = List.copyOf(definitions);
        fresh = Set.copyOf(fresh);
    }

    /** One of which no training has used anything, and in which nothing was corrected or erased. */
    public LabelSnapshot(List<LabeledRow> rows, Map<Integer, Long> offsets, List<TaskDefinition> definitions) {
        this(rows, offsets, definitions, rows.stream().map(LabeledRow::id).collect(Collectors.toSet()), 0, 0);
    }
}
