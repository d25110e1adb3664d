package io.grasp.trainer;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a step's progress every few seconds; short steps log nothing. */
final class LoggedProgress implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private String step = "";
    private long total;
    private long reached;
    private long lastLogged;

    @Override
    public synchronized void start(String started, long units) {
        step = started;
        total = units;
        reached = 0;
        lastLogged = System.nanoTime();
    }

    @Override
    public synchronized void advance(long units) {
        reached += units;
        long now = System.nanoTime();
        if (now - lastLogged >= INTERVAL_NANOS) {
            lastLogged = now;
            LOG.atInfo()
                    .addKeyValue("step", step)
                    .addKeyValue("done", reached)
                    .addKeyValue("total", total)
                    .log("Working");
        }
    }

    @Override
    public synchronized void done() {}
}
