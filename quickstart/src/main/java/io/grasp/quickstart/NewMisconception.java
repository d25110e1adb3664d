package io.grasp.quickstart;

import io.grasp.events.ModelVersion;

/**
 * How fast and how well the running system learnt a misconception that it had never seen.
 *
 * @param labels how many labels with it there were
 * @param secondsToLive from the first of these labels to the version that knows it answering; no more than from the
 *     last one, since they are sent together
 * @param asked how many other students' answers have it, of which no model learnt
 * @param recognisedBefore in how many of them the version before named it
 * @param recognised in how many of them the new version names it
 * @param wronglyNamed in how many answers without it, of the same learning topic, the new version names it
 * @param others how many answers that is of
 */
record NewMisconception(
        String misconception,
        int labels,
        double secondsToLive,
        int asked,
        long recognisedBefore,
        long recognised,
        long wronglyNamed,
        int others,
        ModelVersion version) {}
