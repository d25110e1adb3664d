package io.grasp.quickstart.bench.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Streams-apps of one consumer group, each in a process of its own, with a state directory and a port of its own. Owns
 * the processes. For one thread.
 */
final class StreamsGroup implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final String GROUP = "application.id";
    private static final String STATE = "state.directory";

    private final FreshCluster cluster;
    private final String name;
    private final List<StreamsProcess> apps = new ArrayList<>();

    private StreamsGroup(FreshCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /**
     * Starts them all at once and does not wait for them.
     *
     * @param settings those that differ from the defaults
     * @param directory for their settings and logs; must be there
     */
    static StreamsGroup launch(FreshCluster cluster, Map<String, String> settings, int instances, Path directory) {
        Map<String, String> all = cluster.appSettings(settings);
        StreamsGroup group = new StreamsGroup(cluster, all.computeIfAbsent(GROUP, key -> "grasp-streams"));
        try {
            for (int number = 1; number <= instances; number++) {
                String own = "app-" + number;
                Map<String, String> its = cluster.appSettings(settings);
                its.put(GROUP, group.name);
                its.compute(
                        STATE,
                        (key, state) -> Path.of(String.valueOf(state), own).toString());
                group.apps.add(StreamsProcess.launch(its, Files.createDirectory(directory.resolve(own))));
            }
        } catch (IOException e) {
            group.close();
            throw new UncheckedIOException("The streams-apps have nowhere to write", e);
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
        return group;
    }

    /**
     * Waits until each has partitions of {@code interactions}, or every partition has somebody. Nobody waits for one
     * that is alone.
     *
     * @throws IllegalStateException if that does not come about
     */
    void awaitShares() throws InterruptedException {
        if (apps.size() == 1) {
            return;
        }
        int expected = Math.min(apps.size(), cluster.partitions());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Shares shares =
                new Shares(cluster, name, cluster.topics().interactions().name())) {
            while (shares.processes() < expected) {
                requireAlive();
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Of %d streams-apps fewer than %d had partitions within %s; is one much slower to start?"
                                    .formatted(apps.size(), expected, PATIENCE));
                }
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        }
    }

    /** @throws IllegalStateException with the end of its log, if one does not become ready */
    void awaitReady() throws InterruptedException {
        for (StreamsProcess app : apps) {
            app.awaitReady();
        }
    }

    /** @throws IllegalStateException with the end of its log, if one has ended */
    void requireAlive() {
        apps.forEach(StreamsProcess::requireAlive);
    }

    /** Until the last one was ready. */
    double secondsToReady() {
        return apps.stream().mapToDouble(StreamsProcess::secondsToReady).max().orElse(0);
    }

    /** The most memory that each has had so far, together; 0 if the system does not tell. */
    long peakBytes() {
        return apps.stream().mapToLong(StreamsProcess::peakBytes).sum();
    }

    /** The time for which they have kept a core busy so far, together; empty if the system does not tell of one. */
    OptionalLong cpuNanos() {
        long sum = 0;
        for (StreamsProcess app : apps) {
            OptionalLong its = app.cpuNanos();
            if (its.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += its.getAsLong();
        }
        return OptionalLong.of(sum);
    }

    @Override
    public void close() {
        apps.forEach(StreamsProcess::close);
    }
}
