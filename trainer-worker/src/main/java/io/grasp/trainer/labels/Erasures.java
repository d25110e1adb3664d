package io.grasp.trainer.labels;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Which students asked to be erased, and when each did so last. Not thread-safe. */
final class Erasures {
    private final Map<String, Instant> requestedAt = new HashMap<>();

    void add(String student, Instant requested) {
        requestedAt.merge(student, requested, (known, other) -> other.isAfter(known) ? other : known);
    }

    /** Whether this is to be erased: whatever a student writes after asking for erasure is kept. */
    boolean cover(Authorship authorship) {
        Instant requested = requestedAt.get(authorship.student());
        return requested != null && !authorship.writtenBy().isAfter(requested);
    }
}
