package io.grasp.streams.degrade;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins when more waits than is set, and ends when less than half of it does, so that it does not come and go with
 * every record. One for all stream tasks of the process. Thread-safe.
 */
public final class Overload {
    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    private final DegradeSettings settings;
    private final Lag lag;
    private final Clock clock;
    private @Nullable Instant since;

    public Overload(DegradeSettings settings, Lag lag, Clock clock) {
        this.settings = settings;
        this.lag = lag;
        this.clock = clock;
    }

    /**
     * Whether the next interaction of a partition shall be answered by its wording alone.
     *
     * @param uncorrected how many of that partition wait for their corrections
     */
    public boolean allowsWordsAlone(int uncorrected) {
        return settings.isOn() && since(lag.largest()) != null && uncorrected < settings.corrections();
    }

    /** Returns since when, and because of how much, it is in force; empty if it is not. */
    public Optional<String> concern() {
        if (!settings.isOn()) {
            return Optional.empty();
        }
        long largest = lag.largest();
        Instant began = since(largest);
        return began == null
                ? Optional.empty()
                : Optional.of(
                        ("interactions are answered by words alone since %s, and corrected later: %d of a partition wait to be"
                                        + " read, degrade.lag is %d; more cores, or another process, would keep up")
                                .formatted(began, largest, settings.lag()));
    }

    private synchronized @Nullable Instant since(long largest) {
        if (since == null && largest > settings.lag()) {
            since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            LOG.atWarn().addKeyValue("lag", largest).log("Too much waits; words alone answer first from now on");
        } else if (since != null && 2 * largest < settings.lag()) {
            LOG.atInfo()
                    .addKeyValue("lag", largest)
                    .addKeyValue("since", since)
                    .log("Less waits; all of the model answers again");
            since = null;
        }
        return since;
    }
}
