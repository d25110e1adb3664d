package io.grasp.quickstart.bench.serving;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Interactions that wait for their classifications, and how long they did. A latency begins when an interaction was due
 * and not when it could be sent, so that a system which holds its callers up is not flattered (coordinated omission).
 * Thread-safe.
 */
final class Waiting {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Map<String, Long> due = new HashMap<>();
    private final Set<String> announced = new HashSet<>();
    private Histogram latencies = newHistogram();
    private long repeated;
    private long setAside;
    private long unannounced;

    /**
     * How long they waited.
     *
     * @param latencies in microseconds; what was never classified counts with the time that it was waited for
     */
    record Waited(Histogram latencies, Failures failures) {
        /** So long waited at most this percent of them. */
        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e3;
        }

        /** Latencies for a JSON line. */
        Map<String, Object> json() {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("interactions", latencies.getTotalCount());
            object.put("p50_ms", millis(50));
            object.put("p95_ms", millis(95));
            object.put("p99_ms", millis(99));
            object.put("longest_ms", millis(100));
            object.put("failures", failures.json());
            return object;
        }
    }

    /** An interaction is due. */
    synchronized void due(String interactionId, long nanos) {
        due.put(interactionId, nanos);
    }

    /** A version was announced. */
    synchronized void announced(String version) {
        announced.add(version);
    }

    /** A classification could be read. */
    synchronized void classified(String interactionId, String version, long nanos) {
        Long dueAt = due.remove(interactionId);
        if (dueAt == null) {
            repeated++;
        } else {
            record(nanos - dueAt);
        }
        if (!announced.contains(version)) {
            unannounced++;
        }
    }

    /** A dead letter could be read. */
    synchronized void setAside() {
        setAside++;
    }

    /** Returns how many wait. */
    synchronized int size() {
        return due.size();
    }

    /** Returns what was counted since the last time, and begins anew; what still waits is given up. */
    synchronized Waited giveUp(long nanos) {
        Failures failures = new Failures(due.size(), repeated, setAside, unannounced);
        due.values().forEach(dueAt -> record(nanos - dueAt));
        Waited waited = new Waited(latencies, failures);
        due.clear();
        latencies = newHistogram();
        repeated = 0;
        setAside = 0;
        unannounced = 0;
        return waited;
    }

    private void record(long nanos) {
        latencies.recordValue(Math.max(0, Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    private static Histogram newHistogram() {
        return new Histogram(LONGEST_MICROS, 3);
    }
}
