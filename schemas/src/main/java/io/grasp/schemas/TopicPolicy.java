package io.grasp.schemas;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a Kafka topic is to be created.
 *
 * @param partitions how many partitions
 * @param cleanup what happens to old records
 * @param retention how long records are kept at least, {@link #FOR_EVER} for no limit; compaction alone ignores it
 * @param maxMessageBytes the largest batch of records, in bytes as sent
 */
public record TopicPolicy(Partitions partitions, Cleanup cleanup, Duration retention, int maxMessageBytes) {
    public static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    /** How many partitions a topic has; the number that scales with students is given at creation. */
    public enum Partitions {
        PER_STUDENT,
        SINGLE
    }

    /** Kafka's cleanup policies. */
    public enum Cleanup {
        DELETE("delete"),
        COMPACT("compact"),
        COMPACT_AND_DELETE("compact,delete");

        private final String kafkaName;

        Cleanup(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        String kafkaName() {
            return kafkaName;
        }
    }

    public TopicPolicy {
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("Retention must be positive or FOR_EVER, not " + retention);
        }
        if (maxMessageBytes <= 0) {
            throw new IllegalArgumentException("The largest message must have a positive size, not " + maxMessageBytes);
        }
    }

    /** The one place where our policy becomes Kafka's topic configuration. */
    Map<String, String> kafkaConfig() {
        long retentionMillis = retention.equals(FOR_EVER) ? -1 : retention.toMillis();
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.kafkaName(),
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retentionMillis),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
    }
}
