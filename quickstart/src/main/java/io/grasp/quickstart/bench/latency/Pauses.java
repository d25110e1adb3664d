package io.grasp.quickstart.bench.latency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting, by the clock that latencies are measured with. */
final class Pauses {
    private Pauses() {}

    static void sleep(Duration pause) {
        until(System.nanoTime() + pause.toNanos());
    }

    /**
     * Returns at that time, or at once if it is over.
     *
     * @param nanoTime as of {@link System#nanoTime}
     */
    static void until(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            if (Thread.interrupted()) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the benchmark ran");
            }
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            left = nanoTime - System.nanoTime();
        }
    }
}
