package io.grasp.quickstart;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;

/**
 * How fast and how well the running system learnt a misconception that it had never seen.
 *
 * @param labels how many labels with it there were
 * @param seconds from these labels, which are sent together, to the new version's judgement and, if it is promoted, to
 *     its answering
 * @param asked how many other students' answers have it, of which no model learnt
 * @param recognisedBefore in how many of them the version before named it
 * @param recognised in how many of them the new version names it
 * @param wronglyNamed in how many answers without it, of the same learning topic, the new version names it
 * @param others how many answers that is of
 */
record NewMisconception(
        String misconception,
        int labels,
        double seconds,
        int asked,
        long recognisedBefore,
        long recognised,
        long wronglyNamed,
        int others,
        ModelVersion version) {
    /** Whether the new version was promoted, and answers. */
    boolean isLive() {
        return version.getStatus() == ModelStatus.CHAMPION;
    }
}
