package io.grasp.streams.degrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ConsumerLagTest {
    private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();

    @Test
    void isThatOfTheFullestPartitionOfTheTopicThroughAllConsumers() {
        measured("records-lag", "thread-1", "interactions", 0, 7.0);
        measured("records-lag", "thread-2", "interactions", 1, 12.0);
        measured("records-lag", "thread-1", "classifications", 0, 99.0);
        measured("records-lag-max", "thread-1", "interactions", 0, 99.0);

        assertThat(lagOf("interactions")).isEqualTo(12);
    }

    @Test
    void isNoneBeforeAnythingWasRead() {
        assertThat(lagOf("interactions")).isZero();
        measured("records-lag", "thread-1", "interactions", 0, Double.NaN);
        assertThat(lagOf("interactions")).isZero();
    }

    @Test
    void isFoundWhetherOrNotKafkaKeepsTheDotsOfATopic() {
        measured("records-lag", "thread-1", "school_interactions", 0, 7.0);
        measured("records-lag", "thread-1", "college.interactions", 0, 8.0);

        assertThat(lagOf("school.interactions")).isEqualTo(7);
        assertThat(lagOf("college.interactions")).isEqualTo(8);
    }

    @Test
    void isLookedUpOnlyNowAndThenHoweverOftenItIsAskedFor() {
        AtomicInteger looks = new AtomicInteger();
        ConsumerLag lag = new ConsumerLag(
                () -> {
                    looks.incrementAndGet();
                    return metrics;
                },
                "interactions");

        for (int i = 0; i < 1_000; i++) {
            lag.largest();
        }

        assertThat(looks.get()).isLessThan(100);
    }

    private long lagOf(String topic) {
        return new ConsumerLag(() -> metrics, topic).largest();
    }

    private void measured(String name, String client, String topic, int partition, double value) {
        MetricName metric = new MetricName(
                name,
                "consumer-fetch-manager-metrics",
                "",
                Map.of("client-id", client, "topic", topic, "partition", String.valueOf(partition)));
        metrics.put(metric, new Metric() {
            @Override
            public MetricName metricName() {
                return metric;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
