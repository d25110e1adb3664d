package io.grasp.quickstart.stream;

import io.grasp.events.Classification;
import io.grasp.events.TaskDecision;
import io.grasp.model.Task;
import io.grasp.model.metrics.Outcome;
import io.grasp.streams.evaluate.Decisions;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Scores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
                Decisions.task(decision)
                        .ifPresent(task -> ofVersion
                                .computeIfAbsent(task, unused -> new ArrayList<>())
                                .add(Decisions.outcome(
                                        truth.id(),
                                        truth.learningTopic(),
                                        truth.labelsFor(decision.getTask()),
                                        decision)));
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
}
