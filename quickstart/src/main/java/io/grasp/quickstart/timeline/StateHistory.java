package io.grasp.quickstart.timeline;

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
 * How a student's states moved, as far as the compacted topic still tells. A state says of how many interactions it is
 * made: where that count jumps, records in between are gone, and nothing is said of what they held.
 */
record StateHistory(List<StateMove> moves) {
    StateHistory {
        moves = List.copyOf(moves);
    }

    /** From states in the order in which they were written. */
    static StateHistory of(List<Kept<LearnerState>> states) {
        Map<String, LearnerState> latest = new HashMap<>();
        List<StateMove> moves = new ArrayList<>();
        for (Kept<LearnerState> kept : states) {
            if (kept.value().isEmpty()) {
                latest.remove(kept.key());
            } else {
                LearnerState after = kept.value().get();
                moves.add(move(Optional.ofNullable(latest.put(kept.key(), after)), after, kept.timestamp()));
            }
        }
        return new StateHistory(moves);
    }

    /** Returns whether an interaction of that time has gone into a state of that learning topic. */
    boolean reaches(String learningTopic, Instant occurredAt) {
        return moves.stream()
                .map(StateMove::after)
                .anyMatch(state -> state.getLearningTopic().equals(learningTopic)
                        && !state.getUpdatedAt().isBefore(occurredAt));
    }

    private static StateMove move(Optional<LearnerState> known, LearnerState after, Instant writtenAt) {
        long more = after.getInteractions()
                - known.map(LearnerState::getInteractions).orElse(0L);
        boolean isFirst = more != 0 && after.getInteractions() == 1;
        boolean isLost = !isFirst && (more > 1 || more < 0);
        return new StateMove(
                more == 0 ? Optional.empty() : cause(known, after),
                writtenAt,
                isLost || isFirst ? Optional.empty() : known,
                isLost,
                after);
    }

    /** The interaction that the state before had not; of several, and of a first state, the last one. */
    private static Optional<String> cause(Optional<LearnerState> known, LearnerState after) {
        Set<String> old =
                new HashSet<>(known.map(LearnerState::getLastInteractionIds).orElse(List.of()));
        return after.getLastInteractionIds().stream()
                .filter(id -> !old.contains(id))
                .reduce((first, second) -> second);
    }
}
