package io.grasp.learner.progress;

import java.time.Instant;

/**
 * A misconception that a student has shown and not yet overcome.
 *
 * @param count in how many interactions, since it was last overcome
 * @param since when the first of them was written
 * @param lastSeen when the last of them was written
 */
public record HeldMisconception(String id, int count, Instant since, Instant lastSeen) {
    static HeldMisconception first(String id, Instant at) {
        return new HeldMisconception(id, 1, at, at);
    }

    HeldMisconception again(Instant at) {
        return new HeldMisconception(id, count + 1, since, at);
    }
}
