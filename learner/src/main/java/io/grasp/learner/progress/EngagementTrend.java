package io.grasp.learner.progress;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a student's last interactions were written with more or less engagement than those before them. */
public enum EngagementTrend {
    RISING,
    STEADY,
    FALLING;

    private static final int LATEST = 3;
    private static final double NOTICEABLE = 0.25;
    /** How engaged each is, from 0 to 1; labels of other names say nothing of a trend. */
    private static final Map<String, Double> ENGAGED = Map.of(
            "engaged", 1.0, "neutral", 0.5, "confused", 0.25, "frustrated", 0.0, "bored", 0.0, "disengaged", 0.0);

    /**
     * Compares the mean of the latest three with the mean of up to three before them.
     *
     * @param engagements decided ones, oldest first
     * @return empty as long as there are too few to compare
     */
    static Optional<EngagementTrend> of(List<String> engagements) {
        double[] known = engagements.stream()
                .filter(ENGAGED::containsKey)
                .mapToDouble(ENGAGED::get)
                .toArray();
        int latest = known.length - LATEST;
        if (latest < 1) {
            return Optional.empty();
        }
        double change = mean(known, latest, known.length) - mean(known, Math.max(0, latest - LATEST), latest);
        return Optional.of(change >= NOTICEABLE ? RISING : change <= -NOTICEABLE ? FALLING : STEADY);
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
