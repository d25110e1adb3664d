package io.grasp.trainer;

import io.grasp.trainer.labels.UnusedLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Decides when labels are worth a training. Knows no clock and remembers nothing. */
final class TrainingTrigger {
    private final TriggerRules rules;

    TrainingTrigger(TriggerRules rules) {
        this.rules = rules;
    }

    /** Why a training is due, whether or not it may begin yet; empty if it is not. */
    Optional<String> due(UnusedLabels unused, Instant now) {
        Optional<Map.Entry<String, Integer>> newTopic = unused.ofNewLearningTopics().entrySet().stream()
                .filter(topic -> topic.getValue() >= rules.newTopicLabels())
                .findFirst();
        if (newTopic.isPresent()) {
            return Optional.of("The new learning topic %s has %d labels"
                    .formatted(newTopic.get().getKey(), newTopic.get().getValue()));
        }
        if (unused.count() >= rules.newLabels()) {
            return Optional.of("%d labels are unused".formatted(unused.count()));
        }
        return unused.oldest()
                .filter(oldest -> !now.isBefore(oldest.plus(rules.oldestUnused())))
                .map(oldest -> "A label has been unused for %s".formatted(Duration.between(oldest, now)));
    }

    /**
     * Whether a training that is due may begin.
     *
     * @param lastRunEnded empty if there was none
     * @param dueSince when it was first due
     */
    boolean mayBegin(UnusedLabels unused, Optional<Instant> lastRunEnded, Instant dueSince, Instant now) {
        boolean rested = lastRunEnded
                .map(ended -> !now.isBefore(ended.plus(rules.minInterval())))
                .orElse(true);
        boolean quiet = unused.newest()
                .map(newest -> !now.isBefore(newest.plus(rules.quietPeriod())))
                .orElse(true);
        boolean waitedEnough = !now.isBefore(dueSince.plus(rules.longestWait()));
        return rested && (quiet || waitedEnough);
    }
}
