package io.grasp.learner.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The last interactions of a student on a learning topic. It is a set of which only the {@link #CAPACITY} latest
 * written are kept, so it is the same in whatever order, and however often, interactions are told of: what is forgotten
 * is older than all that is kept, and stays forgotten. Immutable.
 *
 * @param observations oldest first, at most {@link #CAPACITY}, each interaction once
 */
public record LearnerMemory(List<Observation> observations) {
    /** Enough for knowledge tracing to have left its prior far behind, few enough for a kilobyte. */
    public static final int CAPACITY = 24;

    public static final LearnerMemory EMPTY = new LearnerMemory(List.of());

    public LearnerMemory {
        observations = List.copyOf(observations);
    }

    /** Remembers one more; the same memory if it says nothing new. */
    public LearnerMemory with(Observation observation) {
        List<Observation> kept = new ArrayList<>(observations);
        int known = indexOf(observation.interactionId());
        Observation all = known < 0 ? observation : kept.remove(known).and(observation);
        if (known >= 0 && all.equals(observations.get(known))) {
            return this;
        }
        int found = Collections.binarySearch(kept, all, Observation.AS_WRITTEN);
        int place = found < 0 ? -found - 1 : found;
        if (place == 0 && kept.size() == CAPACITY) {
            return this;
        }
        kept.add(place, all);
        return new LearnerMemory(kept.size() > CAPACITY ? kept.subList(1, kept.size()) : kept);
    }

    /** Whether anything is remembered of that interaction. */
    public boolean knows(String interactionId) {
        return indexOf(interactionId) >= 0;
    }

    /** The same without what is provisional, which nobody should act on. */
    public LearnerMemory settled() {
        return isProvisional()
                ? new LearnerMemory(observations.stream()
                        .map(Observation::settled)
                        .flatMap(Optional::stream)
                        .toList())
                : this;
    }

    /** Whether any of it is provisional. */
    boolean isProvisional() {
        return observations.stream().anyMatch(Observation::provisional);
    }

    /** Whether the model's view of that interaction is remembered. */
    public boolean hasClassified(String interactionId) {
        int known = indexOf(interactionId);
        return known >= 0 && observations.get(known).classified() != null;
    }

    /**
     * What is known of an interaction.
     *
     * @throws IllegalArgumentException if it is not remembered
     */
    public Observation get(String interactionId) {
        int known = indexOf(interactionId);
        if (known < 0) {
            throw new IllegalArgumentException("Interaction %s is not remembered".formatted(interactionId));
        }
        return observations.get(known);
    }

    public boolean isEmpty() {
        return observations.isEmpty();
    }

    /** The latest written. */
    public Observation newest() {
        return observations.get(observations.size() - 1);
    }

    private int indexOf(String interactionId) {
        for (int i = observations.size() - 1; i >= 0; i--) {
            if (observations.get(i).interactionId().equals(interactionId)) {
                return i;
            }
        }
        return -1;
    }
}
