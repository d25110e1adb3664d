package io.grasp.quickstart.timeline;

import java.time.Instant;
import java.util.List;

/**
 * A moment in words.
 *
 * @param title what happened
 * @param facts what is to be said of it, in this order
 */
record Entry(Instant at, String title, List<Fact> facts) {
    Entry {
        facts = List.copyOf(facts);
    }

    /** Something to be said, and under which heading; a blank heading goes on with the one above. */
    record Fact(String heading, String words) {}
}
