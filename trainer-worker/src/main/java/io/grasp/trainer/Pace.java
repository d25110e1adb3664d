package io.grasp.trainer;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a step goes.
 *
 * @param before units that were done before it went on
 * @param total -1 if that is not known
 * @param elapsed since it went on
 */
record Pace(long before, long done, long total, Duration elapsed) {

    double perSecond() {
        double seconds = elapsed.toNanos() / 1e9;
        return seconds > 0 ? (done - before) / seconds : 0;
    }

    /** How long the rest takes if it goes on like that; empty if that can't be told. */
    Optional<Duration> remaining() {
        double perSecond = perSecond();
        return total < 0 || perSecond <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(1e3 * Math.max(0, total - done) / perSecond)));
    }
}
