package io.grasp.trainer.gate;

/**
 * How much macro-F1 a challenger may lose against the champion, whether by luck or not.
 *
 * @param mean over tasks, on all held-out rows; noise between two runs on the same data is about 0.005
 * @param task on one task, on all held-out rows
 * @param learningTopic over tasks, on the held-out rows of one learning topic
 */
public record Tolerances(double mean, double task, double learningTopic) {
    public Tolerances {
        if (!(mean >= 0) || !(task >= 0) || !(learningTopic >= 0)) {
            throw new IllegalArgumentException(
                    "Tolerances can't be negative, but are %s, %s and %s".formatted(mean, task, learningTopic));
        }
    }
}
