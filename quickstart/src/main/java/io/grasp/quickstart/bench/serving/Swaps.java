package io.grasp.quickstart.bench.serving;

import io.grasp.model.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * What swapping did to an app.
 *
 * @param seconds from each announcement until every partition had adopted the version
 * @param residentBytes the memory of its process before the first swap, and after each
 */
record Swaps(List<Double> seconds, List<Long> residentBytes) {
    Swaps {
        seconds = List.copyOf(seconds);
        residentBytes = List.copyOf(residentBytes);
    }

    /**
     * Announces two versions alternately, each when the one before has been adopted.
     *
     * @param next the version that does not serve
     * @param every from one announcement to the next at least
     * @param progress told after each swap
     */
    static Swaps make(
            ServingApp app, ModelVersion serving, ModelVersion next, int count, Duration every, IntConsumer progress)
            throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        List<Long> residentBytes = new ArrayList<>(List.of(app.residentBytes()));
        for (int made = 0; made < count; made++) {
            ModelVersion version = made % 2 == 0 ? next : serving;
            long begun = System.nanoTime();
            app.announce(version);
            app.awaitAdoption(version);
            seconds.add((System.nanoTime() - begun) / 1e9);
            residentBytes.add(app.residentBytes());
            progress.accept(made + 1);
            TimeUnit.NANOSECONDS.sleep(begun + every.toNanos() - System.nanoTime());
        }
        return new Swaps(seconds, residentBytes);
    }
}
