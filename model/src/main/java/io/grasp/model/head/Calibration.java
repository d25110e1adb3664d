package io.grasp.model.head;

import io.grasp.model.Task;
import io.grasp.model.TaskKind;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a head's logits become probabilities and decisions.
 *
 * @param temperature logits are divided by it first (Guo et al. 2017); above 0
 * @param thresholds of a multi-label task, one a label: the label holds from this probability on; empty for other kinds
 * @param abstainBelow a prediction less sure than this is not decided; 0 never abstains, 1 always
 * @param earlyExit when the lexical part may decide alone; null if never
 */
public record Calibration(
        double temperature,
        List<Double> thresholds,
        double abstainBelow,
        @Nullable EarlyExit earlyExit) {
    private static final double EVEN_ODDS = 0.5;

    public Calibration {
        thresholds = List.copyOf(thresholds);
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A temperature must be above 0 but is " + temperature);
        }
        thresholds.forEach(threshold -> requireProbability("A threshold", threshold));
        requireProbability("abstainBelow", abstainBelow);
    }

    /** One whose lexical part never decides alone. */
    public Calibration(double temperature, List<Double> thresholds, double abstainBelow) {
        this(temperature, thresholds, abstainBelow, null);
    }

    /** Returns this one with another early exit. */
    public Calibration withEarlyExit(@Nullable EarlyExit other) {
        return new Calibration(temperature, thresholds, abstainBelow, other);
    }

    /** Logits as they are, even odds decide, never abstains. */
    public static Calibration none(Task task) {
        int thresholds = task.kind() == TaskKind.MULTI_LABEL ? task.labels().size() : 0;
        return new Calibration(1, Collections.nCopies(thresholds, EVEN_ODDS), 0);
    }

    /**
     * Checks that there is a threshold for each label of a multi-label task, and none for other kinds.
     *
     * @throws IllegalArgumentException if not
     */
    public void requireFits(Task task) {
        int expected = task.kind() == TaskKind.MULTI_LABEL ? task.labels().size() : 0;
        if (thresholds.size() != expected) {
            throw new IllegalArgumentException("Task %s (%s, %d labels) needs %d thresholds but its calibration has %d"
                    .formatted(task.name(), task.kind(), task.labels().size(), expected, thresholds.size()));
        }
    }

    /**
     * Whether a prediction that is so sure is not decided; probabilities are rounded to 1, so 1 is not sure enough for
     * 1.
     */
    boolean abstainsAt(double confidence) {
        return confidence < abstainBelow || abstainBelow == 1;
    }

    private static void requireProbability(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s must be between 0 and 1 but is %s".formatted(what, value));
        }
    }
}
