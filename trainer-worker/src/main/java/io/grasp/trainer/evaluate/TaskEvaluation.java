package io.grasp.trainer.evaluate;

import io.grasp.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How well a task was done, overall and per learning topic.
 *
 * @param byLearningTopic only learning topics that have rows
 */
public record TaskEvaluation(Task task, Scores overall, Map<String, Scores> byLearningTopic) {
    public TaskEvaluation {
        byLearningTopic = Collections.unmodifiableMap(byLearningTopic);
    }

    static TaskEvaluation of(Task task, List<Outcome> outcomes) {
        Map<String, List<Outcome>> grouped = new TreeMap<>();
        outcomes.forEach(outcome -> grouped.computeIfAbsent(outcome.learningTopic(), topic -> new ArrayList<>())
                .add(outcome));
        Map<String, Scores> byLearningTopic = new TreeMap<>();
        grouped.forEach((topic, group) -> byLearningTopic.put(topic, Scores.of(task, group)));
        return new TaskEvaluation(task, Scores.of(task, outcomes), byLearningTopic);
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
