package io.grasp.trainer;

import io.grasp.trainer.dataset.LabeledRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds labelled rows; holds the defaults, so that a test names only what it is about. */
public final class ARow {
    private String id = "i-1";
    private String learningTopic = "fractions.addition";
    private @Nullable String prompt;
    private String text = "you add the tops";
    private @Nullable String split;
    private final Map<String, List<String>> labels = new LinkedHashMap<>();

    private ARow() {}

    public static ARow aRow() {
        return new ARow();
    }

    public ARow withId(String other) {
        id = other;
        return this;
    }

    public ARow about(String other) {
        learningTopic = other;
        return this;
    }

    public ARow answering(String other) {
        prompt = other;
        return this;
    }

    public ARow saying(String other) {
        text = other;
        return this;
    }

    public ARow inSplit(String other) {
        split = other;
        return this;
    }

    public ARow labeled(String task, String... held) {
        labels.put(task, List.of(held));
        return this;
    }

    public LabeledRow build() {
        return new LabeledRow(id, "s-1", learningTopic, null, prompt, null, text, labels, split, null);
    }
}
