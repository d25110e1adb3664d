package io.grasp.trainer.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How often each label of each task is true, decided, and rightly decided by both models, on rows that come and go:
 * macro-F1 follows from that as in {@link io.grasp.trainer.evaluate.Scores}. For one thread.
 */
final class LabelCounts {
    /** Whose macro-F1. */
    enum Model {
        CHAMPION(1),
        CHALLENGER(3);

        /** Where, after a label's first counter, its decisions are counted; the right ones follow. */
        private final int decided;

        Model(int decided) {
            this.decided = decided;
        }
    }

    /** True, decided and right of the champion, decided and right of the challenger. */
    private static final int COUNTERS_A_LABEL = 5;

    private final List<String> tasks;
    /** Task → label → its first counter; a task's labels are neighbours. */
    private final Map<String, Map<String, Integer>> firstCounters = new LinkedHashMap<>();

    private final int[] taskStarts;
    private final int[] counts;

    /** Counts nothing yet, of the labels that occur in these rows. */
    LabelCounts(List<String> tasks, List<PairedRow> rows) {
        this.tasks = List.copyOf(tasks);
        taskStarts = new int[tasks.size() + 1];
        int counters = 0;
        for (int task = 0; task < tasks.size(); task++) {
            taskStarts[task] = counters;
            Map<String, Integer> ofTask = new LinkedHashMap<>();
            for (String label : labels(tasks.get(task), rows)) {
                ofTask.put(label, counters);
                counters += COUNTERS_A_LABEL;
            }
            firstCounters.put(tasks.get(task), ofTask);
        }
        taskStarts[tasks.size()] = counters;
        counts = new int[counters];
    }

    /** Sorted, so that sums are rounded alike whenever this runs. */
    private static Set<String> labels(String task, List<PairedRow> rows) {
        Set<String> labels = new TreeSet<>();
        for (PairedRow row : rows) {
            Answers answers = row.answers().get(task);
            if (answers != null) {
                labels.addAll(answers.truth());
                labels.addAll(answers.champion());
                labels.addAll(answers.challenger());
            }
        }
        return labels;
    }

    /** The counters that a row raises; for {@link #add(int[])}. */
    int[] countersOf(PairedRow row) {
        List<Integer> raised = new ArrayList<>();
        for (String task : tasks) {
            Answers answers = row.answers().get(task);
            if (answers != null) {
                firstCounters.getOrDefault(task, Map.of()).forEach((label, first) -> {
                    boolean isTrue = answers.truth().contains(label);
                    if (isTrue) {
                        raised.add(first);
                    }
                    raise(
                            raised,
                            first + Model.CHAMPION.decided,
                            answers.champion().contains(label),
                            isTrue);
                    raise(
                            raised,
                            first + Model.CHALLENGER.decided,
                            answers.challenger().contains(label),
                            isTrue);
                });
            }
        }
        return raised.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void raise(List<Integer> raised, int counter, boolean isDecided, boolean isTrue) {
        if (isDecided) {
            raised.add(counter);
            if (isTrue) {
                raised.add(counter + 1);
            }
        }
    }

    void clear() {
        Arrays.fill(counts, 0);
    }

    void add(int[] counters) {
        for (int counter : counters) {
            counts[counter]++;
        }
    }

    /** Adds these counts to those of more rows; {@code counters} says which of theirs is which of these. */
    void addTo(LabelCounts more, int[] counters) {
        for (int counter = 0; counter < counts.length; counter++) {
            more.counts[counters[counter]] += counts[counter];
        }
    }

    /** Which counter of {@code more} counts what each of these counts. */
    int[] countersIn(LabelCounts more) {
        int[] counters = new int[counts.length];
        firstCounters.forEach((task, labels) -> labels.forEach((label, first) -> {
            int firstOfMore = more.firstCounters.getOrDefault(task, Map.of()).getOrDefault(label, -1);
            for (int i = 0; i < COUNTERS_A_LABEL; i++) {
                counters[first + i] = firstOfMore + i;
            }
        }));
        return counters;
    }

    double macroF1(int task, Model model) {
        double sum = 0;
        int occurring = 0;
        boolean isNothingDecided = true;
        for (int first = taskStarts[task]; first < taskStarts[task + 1]; first += COUNTERS_A_LABEL) {
            int support = counts[first];
            int decided = counts[first + model.decided];
            isNothingDecided &= decided == 0;
            if (support > 0) {
                sum += 2.0 * counts[first + model.decided + 1] / (decided + support);
                occurring++;
            }
        }
        if (occurring == 0) {
            return isNothingDecided ? 1 : 0;
        }
        return sum / occurring;
    }
}
