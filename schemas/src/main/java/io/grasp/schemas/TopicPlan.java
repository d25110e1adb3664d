package io.grasp.schemas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How topics should be on a certain cluster.
 *
 * @param studentPartitions how many partitions topics have that scale with students
 * @param replicationFactor on how many brokers each partition is kept
 */
record TopicPlan(int studentPartitions, short replicationFactor) {
    TopicPlan {
        if (studentPartitions < 1 || replicationFactor < 1) {
            throw new IllegalArgumentException(
                    ("Topics need at least 1 partition and 1 replica, not %d and %d (topic.partitions,"
                                    + " topic.replication)")
                            .formatted(studentPartitions, replicationFactor));
        }
    }

    NewTopic newTopic(Topic<?, ?> topic) {
        return new NewTopic(topic.name(), partitionsOf(topic), replicationFactor)
                .configs(topic.policy().kafkaConfig());
    }

    /** How an existing topic differs from its policy, in sentences for an operator. */
    List<String> differences(Topic<?, ?> topic, int partitions, String cleanupPolicy) {
        List<String> differences = new ArrayList<>();
        if (partitions != partitionsOf(topic)) {
            differences.add(("The Kafka topic %s has %d partitions, not %d. Left as it is, because more partitions"
                            + " would send students' records elsewhere; set topic.partitions to match, or create the"
                            + " topic anew")
                    .formatted(topic.name(), partitions, partitionsOf(topic)));
        }
        String wanted = topic.policy().cleanup().kafkaName();
        if (!words(cleanupPolicy).equals(words(wanted))) {
            differences.add(("The Kafka topic %s has cleanup.policy=%s, not %s. Left as it is; change it with"
                            + " kafka-configs if nobody meant it so")
                    .formatted(topic.name(), cleanupPolicy, wanted));
        }
        return differences;
    }

    private int partitionsOf(Topic<?, ?> topic) {
        return switch (topic.policy().partitions()) {
            case PER_STUDENT -> studentPartitions;
            case SINGLE -> 1;
        };
    }

    private static Set<String> words(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }
}
