package io.grasp.trainer;

import io.grasp.trainer.drift.AgreementFall;
import io.grasp.trainer.labels.UnusedLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When this worker trains: as the rules say, but after a failure with growing patience, and after one that only other
 * labels can mend not before there are any. Knows no clock. For one thread.
 */
final class TrainingSchedule {
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

    private final TrainingTrigger trigger;
    private final Duration firstPatience;
    private Optional<Instant> lastRunEnded = Optional.empty();
    private Optional<Instant> dueSince = Optional.empty();
    private Instant notBefore = Instant.MIN;
    private Duration patience;
    private Optional<Map<Integer, Long>> inVainAt = Optional.empty();

    TrainingSchedule(TriggerRules rules) {
        this.trigger = new TrainingTrigger(rules);
        this.firstPatience =
                rules.minInterval().compareTo(SHORTEST_PATIENCE) > 0 ? rules.minInterval() : SHORTEST_PATIENCE;
        this.patience = firstPatience;
    }

    /** When another worker, or this one before a restart, trained last. */
    void trainedAt(Instant ended, Instant now) {
        // Another worker's clock may be ahead, which must not keep this one from training.
        Instant known = ended.isAfter(now) ? now : ended;
        lastRunEnded = lastRunEnded.filter(last -> last.isAfter(known)).or(() -> Optional.of(known));
    }

    /**
     * Why a training begins now; empty if none does.
     *
     * @param falls of agreement, answered or not
     * @param offsets how far the label log has been read
     */
    Optional<String> reasonToBegin(
            UnusedLabels unused, List<AgreementFall> falls, Map<Integer, Long> offsets, Instant now) {
        Optional<String> reason = trigger.due(unused, unanswered(falls, now), now);
        dueSince = reason.isEmpty() ? Optional.empty() : Optional.of(dueSince.orElse(now));
        boolean isInVain = inVainAt.filter(offsets::equals).isPresent();
        return reason.filter(due -> !isInVain
                && !now.isBefore(notBefore)
                && trigger.mayBegin(unused, lastRunEnded, dueSince.orElse(now), now));
    }

    /**
     * The latest fall since the last run, which the announcements tell after a restart too. One that a clock ahead of
     * ours dates later than now waits, or no run could ever answer it.
     */
    private Optional<AgreementFall> unanswered(List<AgreementFall> falls, Instant now) {
        return falls.stream()
                .filter(fall -> !fall.detectedAt().isAfter(now))
                .filter(fall -> lastRunEnded.map(fall.detectedAt()::isAfter).orElse(true))
                .max(Comparator.comparing(AgreementFall::detectedAt));
    }

    /** A run went through, whatever was decided. */
    void ended(Instant now) {
        lastRunEnded = Optional.of(now);
        dueSince = Optional.empty();
        patience = firstPatience;
        inVainAt = Optional.empty();
    }

    /**
     * A run failed, and may not fail the next time.
     *
     * @return how long it takes until the next
     */
    Duration failed(Instant now) {
        Duration wait = patience;
        notBefore = now.plus(wait);
        Duration doubled = wait.multipliedBy(2);
        patience = doubled.compareTo(LONGEST_PATIENCE) < 0 ? doubled : longer(wait, LONGEST_PATIENCE);
        return wait;
    }

    /** The labels up to there teach nothing, and never will on their own. */
    void endedInVain(Map<Integer, Long> offsets, Instant now) {
        ended(now);
        inVainAt = Optional.of(Map.copyOf(offsets));
    }

    private static Duration longer(Duration left, Duration right) {
        return left.compareTo(right) > 0 ? left : right;
    }
}
