package io.grasp.trainer.gate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A held-out row that both models answered.
 *
 * @param answers by task; only tasks that the row is labelled for and that both models know
 */
public record PairedRow(String learningTopic, Map<String, Answers> answers) {
    public PairedRow {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    /** This row, as if each model had given the other's answers. */
    PairedRow exchanged() {
        Map<String, Answers> exchanged = new LinkedHashMap<>();
        answers.forEach((task, given) -> exchanged.put(task, given.exchanged()));
        return new PairedRow(learningTopic, exchanged);
    }
}
