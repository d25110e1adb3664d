package io.grasp.trainer.labels;

import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The label log so far: the latest label of each interaction. Not thread-safe. */
final class LatestLabels {
    private final Map<String, Entry> byInteraction = new HashMap<>();
    private final SortedMap<Integer, Long> nextOffsets = new TreeMap<>();

    /** Where a label stands in the log. */
    record Place(int partition, long offset, Instant arrivedAt) {}

    private record Entry(LabelReading.Usable label, Place place) {
        LabeledRow row() {
            return label.row();
        }
    }

    /** A label, which replaces an earlier one of the same interaction. */
    void put(String interactionId, LabelReading.Usable label, Place place) {
        byInteraction.put(interactionId, new Entry(label, place));
        passed(place);
    }

    /** That a label was taken back. */
    void remove(String interactionId, Place place) {
        byInteraction.remove(interactionId);
        passed(place);
    }

    /** A record that says nothing. */
    void passed(Place place) {
        nextOffsets.merge(place.partition(), place.offset() + 1, Math::max);
    }

    LabelSnapshot snapshot() {
        List<Entry> inOrder = byInteraction.values().stream()
                .sorted(Comparator.comparingInt((Entry entry) -> entry.place().partition())
                        .thenComparingLong(entry -> entry.place().offset()))
                .toList();
        Map<String, TaskDefinition> definitions = definitions(inOrder);
        List<LabeledRow> rows = inOrder.stream()
                .map(entry -> fitting(entry, definitions))
                .filter(row -> !row.labels().isEmpty())
                .toList();
        return new LabelSnapshot(rows, nextOffsets, List.copyOf(definitions.values()));
    }

    /**
     * What no training has used yet.
     *
     * @param used by partition, the offset of the first label that no training has used
     * @param knownLearningTopics those that the champion knows
     */
    UnusedLabels unused(Map<Integer, Long> used, Set<String> knownLearningTopics) {
        List<Entry> unused = byInteraction.values().stream()
                .filter(entry -> entry.place().offset()
                        >= used.getOrDefault(entry.place().partition(), 0L))
                .toList();
        Map<String, Integer> ofNewTopics = new TreeMap<>();
        for (Entry entry : unused) {
            if (!knownLearningTopics.contains(entry.row().learningTopic())) {
                ofNewTopics.merge(entry.row().learningTopic(), 1, Integer::sum);
            }
        }
        Optional<Instant> oldest =
                unused.stream().map(entry -> entry.place().arrivedAt()).min(Comparator.naturalOrder());
        Optional<Instant> newest =
                unused.stream().map(entry -> entry.place().arrivedAt()).max(Comparator.naturalOrder());
        return new UnusedLabels(unused.size(), ofNewTopics, oldest, newest);
    }

    /** What most labels say of a task, so that one wrong record can't redefine it; the later one of equals. */
    private static Map<String, TaskDefinition> definitions(List<Entry> inOrder) {
        Map<String, Map<TaskDefinition, Integer>> votes = new TreeMap<>();
        for (Entry entry : inOrder) {
            for (TaskDefinition definition : entry.label().definitions()) {
                votes.computeIfAbsent(definition.name(), name -> new LinkedHashMap<>())
                        .merge(definition, 1, Integer::sum);
            }
        }
        Map<String, TaskDefinition> definitions = new TreeMap<>();
        votes.forEach((name, counts) -> counts.entrySet().stream()
                .reduce((first, second) -> second.getValue() >= first.getValue() ? second : first)
                .ifPresent(winner -> definitions.put(name, winner.getKey())));
        return definitions;
    }

    /** The row without labels for a task that its record defines in another way than most. */
    private static LabeledRow fitting(Entry entry, Map<String, TaskDefinition> definitions) {
        List<String> misfits = new ArrayList<>();
        for (TaskDefinition definition : entry.label().definitions()) {
            if (!definition.equals(definitions.get(definition.name()))) {
                misfits.add(definition.name());
            }
        }
        if (misfits.isEmpty()) {
            return entry.row();
        }
        Map<String, List<String>> labels = new LinkedHashMap<>(entry.row().labels());
        labels.keySet().removeAll(misfits);
        return entry.row().withLabels(labels);
    }
}
