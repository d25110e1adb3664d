package io.grasp.quickstart.bench.serving;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.TaskDecision;
import io.grasp.quickstart.stream.StreamScore;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Scores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** How good decisions are that came out of the stream. */
final class DecisionQuality {
    private DecisionQuality() {}

    /**
     * Evaluation set → task → scores, of rows that did not train.
     *
     * @param rows whose ids are those of the interactions
     */
    static Map<String, Map<String, Scores>> scores(List<LabeledRow> rows, Map<String, Classification> decided) {
        Map<String, StreamScore> sets = new TreeMap<>();
        for (LabeledRow row : rows) {
            String set = Dataset.splitOf(row);
            Classification classification = decided.get(row.id());
            if (classification != null && !set.equals(LabeledRow.TRAIN)) {
                sets.computeIfAbsent(set, name -> new StreamScore()).add(classification, row);
            }
        }
        Map<String, Map<String, Scores>> scores = new TreeMap<>();
        // one version classified them all
        sets.forEach((set, score) -> score.scores().values().forEach(tasks -> scores.put(set, tasks)));
        return scores;
    }

    /** Which part of the decisions is the same, over interactions and the tasks that both know. */
    static OptionalDouble shareAlike(Map<String, Classification> decided, Map<String, Classification> others) {
        long compared = 0;
        long alike = 0;
        for (Map.Entry<String, Classification> entry : decided.entrySet()) {
            Classification other = others.get(entry.getKey());
            if (other != null) {
                Map<String, TaskDecision> byTask = byTask(other);
                for (TaskDecision decision : entry.getValue().getTasks()) {
                    TaskDecision same = byTask.get(decision.getTask());
                    if (same != null) {
                        compared++;
                        alike += decision.getDecided().equals(same.getDecided()) ? 1 : 0;
                    }
                }
            }
        }
        return compared == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) alike / compared);
    }

    /** Which part was decided by the wording alone; empty if nothing was decided. */
    static OptionalDouble shareByWords(Map<String, Classification> decided) {
        return decided.values().stream()
                .mapToInt(classification -> classification.getDecidedBy() == DecisionPath.WORDS ? 1 : 0)
                .average();
    }

    private static Map<String, TaskDecision> byTask(Classification classification) {
        Map<String, TaskDecision> byTask = new HashMap<>();
        classification.getTasks().forEach(decision -> byTask.put(decision.getTask(), decision));
        return byTask;
    }
}
