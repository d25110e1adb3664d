package io.grasp.trainer.gate;

/**
 * How much macro-F1 a challenger may lose against the champion.
 *
 * @param mean over tasks, on all held-out rows; noise between two runs on the same data is about 0.005
 * @param task on one task, on all held-out rows; a rare label that is missed once more can cost 0.03
 * @param learningTopic over tasks, on the held-out rows of one learning topic, which are fewer and therefore noisier
 */
public record Tolerances(double mean, double task, double learningTopic) {
    public Tolerances {
        if (!(mean >= 0) || !(task >= 0) || !(learningTopic >= 0)) {
            throw new IllegalArgumentException(
                    "Tolerances can't be negative, but are %s, %s and %s".formatted(mean, task, learningTopic));
        }
    }
}
