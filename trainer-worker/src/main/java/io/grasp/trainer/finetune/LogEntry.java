package io.grasp.trainer.finetune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was logged at a step, such as {@code loss}, {@code learning_rate} or {@code eval_macro_f1}.
 *
 * @param step the update steps that had been taken
 * @param epoch the same in epochs
 */
public record LogEntry(int step, double epoch, Map<String, Double> values) {
    public LogEntry {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
