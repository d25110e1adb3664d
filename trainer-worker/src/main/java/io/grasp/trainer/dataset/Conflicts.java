package io.grasp.trainer.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where people disagree: rows that say the same (normalized as {@link HashSplit} does) to the same prompt in the same
 * learning topic, and have different labels for a task. Holds ids only, never what a student wrote. Immutable.
 *
 * @param byTask the tasks that have any, sorted
 */
public record Conflicts(SortedMap<String, OfTask> byTask) {
    private static final int EXAMPLES = 3;

    /**
     * The conflicts of one task.
     *
     * @param texts how many texts have more than one set of labels
     * @param rows how many rows say one of those texts
     * @param examples a few pairs of rows that disagree
     */
    public record OfTask(int texts, int rows, List<Pair> examples) {
        public OfTask {
            examples = List.copyOf(examples);
        }
    }

    /** Ids of two rows that say the same and have different labels. */
    public record Pair(String id, String otherId) {}

    public Conflicts {
        byTask = Collections.unmodifiableSortedMap(new TreeMap<>(byTask));
    }

    /** Finds them; the order of the rows does not matter. */
    public static Conflicts of(List<LabeledRow> rows) {
        Map<Said, List<LabeledRow>> bySaying = new LinkedHashMap<>();
        rows.stream()
                .sorted(Comparator.comparing(LabeledRow::id))
                .forEach(row -> bySaying.computeIfAbsent(Said.by(row), said -> new ArrayList<>())
                        .add(row));
        SortedMap<String, OfTask> byTask = new TreeMap<>();
        for (List<LabeledRow> alike : bySaying.values()) {
            if (alike.size() > 1) {
                count(alike, byTask);
            }
        }
        return new Conflicts(byTask);
    }

    public boolean isEmpty() {
        return byTask.isEmpty();
    }

    /** How many texts have more than one set of labels, by task. */
    public SortedMap<String, Integer> texts() {
        SortedMap<String, Integer> texts = new TreeMap<>();
        byTask.forEach((task, conflicts) -> texts.put(task, conflicts.texts()));
        return texts;
    }

    /** A few pairs of rows that disagree, by task. */
    public SortedMap<String, List<Pair>> examples() {
        SortedMap<String, List<Pair>> examples = new TreeMap<>();
        byTask.forEach((task, conflicts) -> examples.put(task, conflicts.examples()));
        return examples;
    }

    private static void count(List<LabeledRow> alike, SortedMap<String, OfTask> byTask) {
        Set<String> tasks = new TreeSet<>();
        alike.forEach(row -> tasks.addAll(row.labels().keySet()));
        for (String task : tasks) {
            List<LabeledRow> labeled =
                    alike.stream().filter(row -> row.isLabeledFor(task)).toList();
            Map<Set<String>, String> idByLabels = new HashMap<>();
            for (LabeledRow row : labeled) {
                idByLabels.putIfAbsent(Set.copyOf(row.labelsFor(task)), row.id());
            }
            if (idByLabels.size() > 1) {
                List<String> ids = idByLabels.values().stream().sorted().toList();
                Pair example = new Pair(ids.get(0), ids.get(1));
                byTask.merge(task, new OfTask(1, labeled.size(), List.of(example)), Conflicts::sum);
            }
        }
    }

    private static OfTask sum(OfTask left, OfTask right) {
        List<Pair> examples = new ArrayList<>(left.examples());
        examples.addAll(right.examples());
        return new OfTask(
                left.texts() + right.texts(),
                left.rows() + right.rows(),
                examples.subList(0, Math.min(EXAMPLES, examples.size())));
    }

    /** What two rows have in common that should have the same labels. */
    private record Said(String learningTopic, String prompt, String text) {
        static Said by(LabeledRow row) {
            String prompt = row.prompt();
            return new Said(
                    row.learningTopic(),
                    prompt == null ? "" : HashSplit.normalized(prompt),
                    HashSplit.normalized(row.text()));
        }
    }
}
