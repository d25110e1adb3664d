package io.grasp.quickstart.stream;

import io.grasp.events.Classification;
import io.grasp.events.LabelProbability;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.model.LabelScore;
import io.grasp.model.Task;
import io.grasp.model.metrics.Outcome;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Scores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what came out of the stream with what teachers say, per model version and task. */
public final class StreamScore {
    private final Map<String, Map<Task, List<Outcome>>> outcomes = new TreeMap<>();

    /**
     * Adds one comparison.
     *
     * @param truth the row that was sent as this interaction
     */
    public void add(Classification classification, LabeledRow truth) {
        Map<Task, List<Outcome>> ofVersion =
                outcomes.computeIfAbsent(classification.getModel().getVersion(), version -> new LinkedHashMap<>());
        for (TaskDecision decision : classification.getTasks()) {
            if (truth.isLabeledFor(decision.getTask())) {
                ofVersion
                        .computeIfAbsent(task(decision), task -> new ArrayList<>())
                        .add(new Outcome(
                                truth.id(),
                                truth.learningTopic(),
                                Set.copyOf(truth.labelsFor(decision.getTask())),
                                Set.copyOf(wouldDecide(decision)),
                                decision.getAbstained(),
                                scores(decision)));
            }
        }
    }

    /** Returns version → task → scores. */
    public Map<String, Map<String, Scores>> scores() {
        Map<String, Map<String, Scores>> scores = new TreeMap<>();
        outcomes.forEach((version, tasks) -> {
            Map<String, Scores> ofVersion = new LinkedHashMap<>();
            tasks.forEach((task, seen) -> ofVersion.put(task.name(), Scores.of(task, seen)));
            scores.put(version, ofVersion);
        });
        return scores;
    }

    private static Task task(TaskDecision decision) {
        return new Task(
                decision.getTask(),
                io.grasp.model.TaskKind.valueOf(decision.getKind().name()),
                decision.getProbabilities().stream()
                        .map(LabelProbability::getLabel)
                        .toList());
    }

    private static List<LabelScore> scores(TaskDecision decision) {
        return decision.getProbabilities().stream()
                .map(probability -> new LabelScore(probability.getLabel(), probability.getProbability()))
                .toList();
    }

    /**
     * An abstention is scored as the label it would have been, as the trainer scores it; that of a multi-label task as
     * no label, since its thresholds are not in the stream.
     */
    private static List<String> wouldDecide(TaskDecision decision) {
        if (!decision.getAbstained() || decision.getKind() == TaskKind.MULTI_LABEL) {
            return decision.getDecided();
        }
        @Nullable LabelProbability best = decision.getProbabilities().stream()
                .max(Comparator.comparingDouble(LabelProbability::getProbability))
                .orElse(null);
        return best == null ? List.of() : List.of(best.getLabel());
    }
}
