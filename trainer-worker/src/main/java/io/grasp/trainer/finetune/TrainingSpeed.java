package io.grasp.trainer.finetune;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast a training was.
 *
 * @param samples rows that were learnt from, each as often as it was; vectors of a frozen encoder are made once
 * @param steps update steps; 0 if heads alone were learnt
 * @param time what the training loop took, or the learning of heads alone; what a checkpoint had done is not in either
 */
public record TrainingSpeed(long samples, int steps, Duration time) {
    /** These figures under Hugging Face's names. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("train_runtime", seconds());
        figures.put("train_samples_per_second", samplesPerSecond());
        figures.put("train_steps_per_second", time.isZero() ? 0 : steps / seconds());
        return figures;
    }

    /** Of both, one after the other. */
    public TrainingSpeed plus(TrainingSpeed next) {
        return new TrainingSpeed(samples + next.samples, steps + next.steps, time.plus(next.time));
    }

    public double seconds() {
        return time.toNanos() / 1e9;
    }

    public double samplesPerSecond() {
        return time.isZero() ? 0 : samples / seconds();
    }
}
