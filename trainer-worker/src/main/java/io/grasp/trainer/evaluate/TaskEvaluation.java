package io.grasp.trainer.evaluate;

import io.grasp.model.Task;
import io.grasp.model.metrics.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a task was done, overall and per learning topic. Immutable.
 *
 * @param outcomes what was scored, in the rows' order, without rows that are not labelled for the task
 * @param byLearningTopic only learning topics that have rows
 */
public record TaskEvaluation(Task task, List<Outcome> outcomes, Scores overall, Map<String, Scores> byLearningTopic) {
    public TaskEvaluation {
        outcomes = List.copyOf(outcomes);
        byLearningTopic = Collections.unmodifiableMap(byLearningTopic);
    }

    /**
     * Scores a task, without custom metrics.
     *
     * @param outcomes at least one
     */
    public static TaskEvaluation of(Task task, List<Outcome> outcomes) {
        return of(task, outcomes, CustomMetrics.none());
    }

    static TaskEvaluation of(Task task, List<Outcome> outcomes, CustomMetrics custom) {
        Map<String, List<Outcome>> grouped = new TreeMap<>();
        outcomes.forEach(outcome -> grouped.computeIfAbsent(outcome.learningTopic(), topic -> new ArrayList<>())
                .add(outcome));
        Map<String, Scores> byLearningTopic = new TreeMap<>();
        grouped.forEach((topic, group) -> byLearningTopic.put(topic, Scores.of(task, group, custom)));
        return new TaskEvaluation(task, outcomes, Scores.of(task, outcomes, custom), byLearningTopic);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", task.kind().name());
        map.putAll(overall.toMap());
        Map<String, Object> perTopic = new LinkedHashMap<>();
        byLearningTopic.forEach((topic, scores) -> perTopic.put(topic, scores.toMap()));
        map.put("learning_topics", perTopic);
        return map;
    }
}
