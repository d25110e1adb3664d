package io.grasp.trainer;

import io.grasp.trainer.drift.AgreementFall;
import io.grasp.trainer.labels.Tally;
import io.grasp.trainer.labels.UnusedLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Decides when labels are worth a training. Knows no clock and remembers nothing. */
final class TrainingTrigger {
    private final TriggerRules rules;

    TrainingTrigger(TriggerRules rules) {
        this.rules = rules;
    }

    /**
     * Why a training is due, whether or not it may begin yet; empty if it is not.
     *
     * @param fall one that no training has answered
     */
    Optional<String> due(UnusedLabels unused, Optional<AgreementFall> fall, Instant now) {
        return newTopic(unused)
                .or(() -> newLabel(unused))
                .or(() -> enough(unused))
                .or(() -> fell(unused, fall))
                .or(() -> tooOld(unused, now));
    }

    private Optional<String> newTopic(UnusedLabels unused) {
        return first(unused.ofNewLearningTopics(), rules.newTopicLabels())
                .map(topic -> "The new learning topic %s has %d labels"
                        .formatted(topic.getKey(), topic.getValue().all()));
    }

    private Optional<String> newLabel(UnusedLabels unused) {
        for (Map.Entry<String, SortedMap<String, Tally>> task :
                unused.ofNewLabels().entrySet()) {
            Optional<Map.Entry<String, Tally>> label = first(task.getValue(), rules.newLabelLabels());
            if (label.isPresent()) {
                return Optional.of("The new %s label %s was given %d times"
                        .formatted(
                                task.getKey(),
                                label.get().getKey(),
                                label.get().getValue().all()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Map.Entry<String, Tally>> first(SortedMap<String, Tally> tallies, int enough) {
        return tallies.entrySet().stream()
                .filter(tally -> tally.getValue().hasReached(enough))
                .findFirst();
    }

    private Optional<String> enough(UnusedLabels unused) {
        return unused.count() >= rules.newLabels()
                ? Optional.of("%d labels are unused".formatted(unused.count()))
                : Optional.empty();
    }

    /** Labels showed the fall, so without unused ones there is nothing to answer it with. */
    private static Optional<String> fell(UnusedLabels unused, Optional<AgreementFall> fall) {
        return fall.filter(any -> unused.count() > 0).map(AgreementFall::sentence);
    }

    private Optional<String> tooOld(UnusedLabels unused, Instant now) {
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
