package io.grasp.trainer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long each part of a training took.
 *
 * @param fineTuning of the heads, and of the encoder if it learnt too, embedding and refit included
 * @param words learning words, if heads read them
 */
public record Timings(Duration fineTuning, Duration words, Duration calibration, Duration evaluation) {
    public Duration total() {
        return fineTuning.plus(words).plus(calibration).plus(evaluation);
    }

    /** In seconds, by name, for a JSON file. */
    public Map<String, Double> toMap() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("fine_tuning_seconds", seconds(fineTuning));
        seconds.put("words_seconds", seconds(words));
        seconds.put("calibration_seconds", seconds(calibration));
        seconds.put("evaluation_seconds", seconds(evaluation));
        seconds.put("total_seconds", seconds(total()));
        return seconds;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
