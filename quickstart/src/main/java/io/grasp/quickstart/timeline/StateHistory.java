package io.grasp.quickstart.timeline;

import io.grasp.events.Classification;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.quickstart.cli.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a student's states moved, as far as the compacted topic still tells. The interaction behind a state is the one
 * that the state before did not have; if there is none, it is the one that was classified or labelled by a record of
 * the same time, since what is concluded from a record carries its time. Compaction leaves a first state without the
 * ones before it, and nothing is said of what they held.
 */
final class StateHistory {
    private final List<StateMove> moves = new ArrayList<>();
    private final Map<String, LearnerState> latest = new HashMap<>();
    private final Map<Instant, Set<String>> classified = new HashMap<>();
    private final Map<Instant, Set<String>> labeled = new HashMap<>();

    private StateHistory() {}

    static StateHistory of(StudentRecords records) {
        StateHistory history = new StateHistory();
        for (Kept<Classification> kept : records.classified()) {
            kept.value().ifPresent(each -> note(history.classified, kept.timestamp(), each.getInteractionId()));
        }
        for (Kept<LabeledInteraction> kept : records.labeled()) {
            kept.value().ifPresent(each -> note(history.labeled, kept.timestamp(), each.getInteractionId()));
        }
        records.states().forEach(history::follow);
        return history;
    }

    List<StateMove> moves() {
        return List.copyOf(moves);
    }

    /** Returns whether an interaction of that time has been followed by a state of that learning topic. */
    boolean reaches(String learningTopic, Instant occurredAt) {
        return moves.stream().anyMatch(move -> reaches(move, learningTopic, occurredAt));
    }

    /** Returns whether what an interaction of that time did to the state may have been compacted away. */
    boolean isLost(String learningTopic, Instant occurredAt) {
        return moves.stream().anyMatch(move -> move.isBeforeLost() && reaches(move, learningTopic, occurredAt));
    }

    private static boolean reaches(StateMove move, String learningTopic, Instant occurredAt) {
        return move.after().getLearningTopic().equals(learningTopic)
                && !move.after().getUpdatedAt().isBefore(occurredAt);
    }

    private static void note(Map<Instant, Set<String>> byTime, Instant at, String interactionId) {
        byTime.computeIfAbsent(at, first -> new HashSet<>()).add(interactionId);
    }

    private void follow(Kept<LearnerState> kept) {
        if (kept.value().isPresent()) {
            LearnerState after = kept.value().get();
            moves.add(move(Optional.ofNullable(latest.put(kept.key(), after)), after, kept.timestamp()));
        } else {
            latest.remove(kept.key()); // erased
        }
    }

    private StateMove move(Optional<LearnerState> known, LearnerState after, Instant at) {
        List<String> all = after.getLastInteractionIds();
        List<String> fresh = new ArrayList<>(all);
        known.ifPresent(before -> fresh.removeAll(before.getLastInteractionIds()));
        if (fresh.isEmpty() && known.isPresent()) {
            Optional<String> corrected = only(labeled, at, all);
            return new StateMove(
                    moves.size(),
                    corrected.or(() -> only(classified, at, all)),
                    corrected.isPresent(),
                    at,
                    known,
                    false,
                    after);
        }
        boolean isFirst = all.size() <= 1;
        boolean isNext = known.isPresent() && fresh.size() == 1;
        return new StateMove(
                moves.size(),
                fresh.stream().reduce((first, second) -> second),
                false,
                at,
                isNext && !isFirst ? known : Optional.empty(),
                !isNext && !isFirst,
                after);
    }

    /** The only interaction among those that was noted at the time. */
    private static Optional<String> only(Map<Instant, Set<String>> byTime, Instant at, List<String> among) {
        List<String> then = byTime.getOrDefault(at, Set.of()).stream()
                .filter(among::contains)
                .toList();
        return then.size() == 1 ? Optional.of(then.get(0)) : Optional.empty();
    }
}
