package io.grasp.trainer;

import java.time.Duration;

/**
 * When the worker trains.
 *
 * @param newTopicLabels so many labels of a learning topic that the champion does not know are enough
 * @param newLabelLabels so many interactions with a label that the champion does not know are enough
 * @param newLabels so many unused labels in all are enough
 * @param oldestUnused an unused label this old is enough
 * @param minInterval at least so long between the end of a run and the next
 * @param quietPeriod a run that is due waits until no label has come in for so long, because labels come in bursts
 * @param longestWait but no longer than this
 */
public record TriggerRules(
        int newTopicLabels,
        int newLabelLabels,
        int newLabels,
        Duration oldestUnused,
        Duration minInterval,
        Duration quietPeriod,
        Duration longestWait) {
    public static TriggerRules defaults() {
        return new TriggerRules(
                8, 8, 200, Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(60));
    }
}
