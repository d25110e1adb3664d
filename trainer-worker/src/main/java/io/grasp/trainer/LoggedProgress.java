package io.grasp.trainer;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs a step's progress every few seconds; short steps log nothing. */
final class LoggedProgress implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private String step = "";
    private String unit = "";
    private String note = "";
    private long before;
    private long total;
    private long reached;
    private long begun;
    private long lastLogged;

    @Override
    public synchronized void resume(String started, long doneBefore, long units, String name) {
        step = started;
        unit = name;
        note = "";
        before = doneBefore;
        total = units;
        reached = doneBefore;
        begun = System.nanoTime();
        lastLogged = begun;
    }

    @Override
    public synchronized void advance(long units) {
        reached += units;
        long now = System.nanoTime();
        if (now - lastLogged >= INTERVAL_NANOS) {
            lastLogged = now;
            log(new Pace(before, reached, total, Duration.ofNanos(now - begun)));
        }
    }

    private void log(Pace pace) {
        LoggingEventBuilder event = LOG.atInfo()
                .addKeyValue("step", step)
                .addKeyValue("unit", unit)
                .addKeyValue("done", pace.done())
                .addKeyValue("total", pace.total())
                .addKeyValue("perSecond", String.format(Locale.ROOT, "%.1f", pace.perSecond()));
        if (pace.remaining().isPresent()) {
            event = event.addKeyValue(
                    "remaining", Duration.ofSeconds(pace.remaining().get().toSeconds()));
        }
        if (!note.isEmpty()) {
            event = event.addKeyValue("note", note);
        }
        event.log("Working");
    }

    @Override
    public synchronized void note(String newest) {
        note = newest;
    }

    @Override
    public synchronized void done() {}
}
