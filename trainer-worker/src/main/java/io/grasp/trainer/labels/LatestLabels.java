package io.grasp.trainer.labels;

import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The label log so far: the latest label of each interaction, without those of erased students. Not thread-safe. */
final class LatestLabels {
    private final Map<String, Entry> byInteraction = new HashMap<>();
    private final Map<String, Unusable> unusable = new HashMap<>();
    private final SortedMap<Integer, Long> nextOffsets = new TreeMap<>();
    private final Erasures erasures = new Erasures();
    private final Set<String> erased = new HashSet<>();
    private final SortedMap<String, Place> toForget = new TreeMap<>();
    private int corrections;

    /** Where a label stands in the log. */
    record Place(int partition, long offset, Instant arrivedAt) {}

    private record Entry(LabelReading.Usable label, Authorship authorship, Place place) {
        LabeledRow row() {
            return label.row();
        }
    }

    /** A record that no training learns from, but that holds what a student wrote. */
    private record Unusable(Authorship authorship, Place place) {}

    /** A label, which replaces an earlier one of the same interaction. */
    void put(String interactionId, LabelReading.Usable label, Authorship authorship, Place place) {
        passed(place);
        unusable.remove(interactionId);
        if (erasures.cover(authorship)) {
            erase(interactionId, place);
            return;
        }
        Entry earlier = byInteraction.put(interactionId, new Entry(label, authorship, place));
        toForget.remove(interactionId);
        if (earlier != null && !sets(earlier.row()).equals(sets(label.row()))) {
            corrections++;
        }
    }

    /** A label that says nothing; an earlier one of the same interaction holds. */
    void putUnusable(String interactionId, Authorship authorship, Place place) {
        passed(place);
        if (erasures.cover(authorship)) {
            erase(interactionId, place);
        } else {
            unusable.put(interactionId, new Unusable(authorship, place));
        }
    }

    /** That a label was taken back. */
    void remove(String interactionId, Place place) {
        passed(place);
        byInteraction.remove(interactionId);
        unusable.remove(interactionId);
        toForget.remove(interactionId);
    }

    /** A record that says nothing. */
    void passed(Place place) {
        reached(place.partition(), place.offset() + 1);
    }

    /** That everything before an offset has been read. */
    void reached(int partition, long offset) {
        nextOffsets.merge(partition, offset, Math::max);
    }

    /** By partition, the offset of the first label that is yet to be read. */
    SortedMap<Integer, Long> nextOffsets() {
        return Collections.unmodifiableSortedMap(nextOffsets);
    }

    /** Drops all that a partition held, because it begins anew. */
    void dropPartition(int partition) {
        Predicate<Place> isGone = place -> place.partition() == partition;
        byInteraction.values().removeIf(entry -> isGone.test(entry.place()));
        unusable.values().removeIf(record -> isGone.test(record.place()));
        toForget.values().removeIf(isGone);
        nextOffsets.remove(partition);
    }

    /** Drops what a student wrote until then, now and whenever it is read. */
    void erase(String student, Instant requestedAt) {
        erasures.add(student, requestedAt);
        Map<String, Place> covered = new HashMap<>();
        unusable.forEach((id, record) -> {
            if (erasures.cover(record.authorship())) {
                covered.put(id, record.place());
            }
        });
        byInteraction.forEach((id, entry) -> {
            if (erasures.cover(entry.authorship())) {
                covered.put(id, entry.place());
            }
        });
        covered.forEach(this::erase);
    }

    private void erase(String interactionId, Place place) {
        byInteraction.remove(interactionId);
        unusable.remove(interactionId);
        erased.add(interactionId);
        toForget.put(interactionId, place);
    }

    /** Ids of erased interactions that the log still has records of. */
    Set<String> toForget() {
        return Set.copyOf(toForget.keySet());
    }

    /** That tombstones of these were written. */
    void forgotten(Collection<String> interactionIds) {
        toForget.keySet().removeAll(interactionIds);
    }

    /**
     * What there is to learn now.
     *
     * @param used by partition, the offset of the first label that no training has used
     */
    LabelSnapshot snapshot(Map<Integer, Long> used) {
        List<Entry> inOrder = inOrder();
        Map<String, TaskDefinition> definitions = definitions(inOrder);
        List<LabeledRow> rows = new ArrayList<>();
        Set<String> fresh = new HashSet<>();
        for (Entry entry : inOrder) {
            LabeledRow row = fitting(entry, definitions);
            if (!row.labels().isEmpty()) {
                rows.add(row);
                if (isUnused(entry, used)) {
                    fresh.add(row.id());
                }
            }
        }
        return new LabelSnapshot(
                rows, nextOffsets, List.copyOf(definitions.values()), fresh, corrections, erased.size());
    }

    /**
     * What no training has used yet.
     *
     * @param used by partition, the offset of the first label that no training has used
     * @param known what the champion knows
     */
    UnusedLabels unused(Map<Integer, Long> used, Known known) {
        List<Entry> inOrder = inOrder();
        Map<String, TaskDefinition> definitions = definitions(inOrder);
        Unlearnt topics = new Unlearnt();
        SortedMap<String, Unlearnt> labels = new TreeMap<>();
        List<Instant> arrivals = new ArrayList<>();
        for (Entry entry : inOrder) {
            LabeledRow row = fitting(entry, definitions);
            boolean isUnused = isUnused(entry, used);
            if (isUnused) {
                arrivals.add(entry.place().arrivedAt());
            }
            if (row.labels().isEmpty() || row.text().isBlank()) {
                continue;
            }
            if (!known.knowsLearningTopic(row.learningTopic())) {
                topics.count(row.learningTopic(), row, isUnused);
            }
            row.labels()
                    .forEach((task, held) -> held.stream()
                            .distinct()
                            .filter(label -> !known.knowsLabel(task, label))
                            .forEach(label -> labels.computeIfAbsent(task, name -> new Unlearnt())
                                    .count(label, row, isUnused)));
        }
        SortedMap<String, SortedMap<String, Tally>> ofNewLabels = new TreeMap<>();
        labels.forEach((task, unlearnt) -> ofNewLabels.put(task, unlearnt.learnable()));
        return new UnusedLabels(
                arrivals.size(),
                topics.learnable(),
                ofNewLabels,
                arrivals.stream().min(Comparator.naturalOrder()),
                arrivals.stream().max(Comparator.naturalOrder()));
    }

    /** Counts labels of what the champion does not know. */
    private static final class Unlearnt {
        private final SortedMap<String, Tally> tallies = new TreeMap<>();
        private final Set<String> taught = new HashSet<>();

        void count(String name, LabeledRow row, boolean isUnused) {
            tallies.merge(name, Tally.ofOne(isUnused), Tally::plus);
            if (!taught.contains(name) && Dataset.trains(row)) {
                taught.add(name);
            }
        }

        /** Without names that no row would teach, all of them being held out or for tuning. */
        SortedMap<String, Tally> learnable() {
            tallies.keySet().retainAll(taught);
            return tallies;
        }
    }

    private List<Entry> inOrder() {
        return byInteraction.values().stream()
                .sorted(Comparator.comparingInt((Entry entry) -> entry.place().partition())
                        .thenComparingLong(entry -> entry.place().offset()))
                .toList();
    }

    private static boolean isUnused(Entry entry, Map<Integer, Long> used) {
        return entry.place().offset() >= used.getOrDefault(entry.place().partition(), 0L);
    }

    private static Map<String, Set<String>> sets(LabeledRow row) {
        return row.labels().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, task -> Set.copyOf(task.getValue())));
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
