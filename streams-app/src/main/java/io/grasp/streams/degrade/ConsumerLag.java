package io.grasp.streams.degrade;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What Kafka's consumers of this process measure of one topic, looked up about once a second. What they have read, but
 * nobody has dealt with, does not count. Thread-safe.
 */
public final class ConsumerLag implements Lag {
    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String LAG = "records-lag";
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;
    private final Set<String> tags;
    private final AtomicLong lookAgainAt = new AtomicLong(System.nanoTime());
    private volatile long largest;

    /** @param metrics of all clients of the process */
    public ConsumerLag(Supplier<? extends Map<MetricName, ? extends Metric>> metrics, String topic) {
        this.metrics = metrics;
        // Some of Kafka's versions write dots of a topic's name as underscores there.
        this.tags = Set.copyOf(List.of(topic, topic.replace('.', '_')));
    }

    @Override
    public long largest() {
        long now = System.nanoTime();
        long due = lookAgainAt.get();
        if (now - due >= 0 && lookAgainAt.compareAndSet(due, now + LOOK_AGAIN_NANOS)) {
            largest = look();
        }
        return largest;
    }

    private long look() {
        long found = 0;
        for (Metric metric : metrics.get().values()) {
            MetricName name = metric.metricName();
            if (name.name().equals(LAG)
                    && name.group().equals(GROUP)
                    && tags.contains(name.tags().getOrDefault("topic", ""))
                    && metric.metricValue() instanceof Double lag) {
                found = Math.max(found, lag.longValue()); // not a number, before anything was read, is 0
            }
        }
        return found;
    }
}
