package io.grasp.quickstart.bench.serving;

import java.util.HashMap;
import java.util.Map;

/** Which version each partition has adopted last. Thread-safe. */
final class Adoptions {
    private final int partitions;
    private final Map<Integer, String> latest = new HashMap<>();

    Adoptions(int partitions) {
        this.partitions = partitions;
    }

    synchronized void adopted(int partition, String version) {
        latest.put(partition, version);
    }

    /** Whether all partitions have. */
    synchronized boolean everywhere(String version) {
        return latest.size() == partitions && latest.values().stream().allMatch(version::equals);
    }
}
