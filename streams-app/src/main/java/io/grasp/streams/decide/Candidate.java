package io.grasp.streams.decide;

import io.grasp.events.Resource;
import java.util.List;

/**
 * A resource that may be recommended.
 *
 * @param fitness how well it suits by what the catalog says, more is better
 * @param reasons why, in words for a teacher, the weightiest first
 */
record Candidate(Resource resource, double fitness, List<String> reasons) {
    String reason() {
        return String.join(", ", reasons);
    }
}
