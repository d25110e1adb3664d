package io.grasp.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates Kafka topics that are missing and leaves the others as they are. Does not own the {@code Admin}. Waits at
 * most half a minute for each answer of the brokers.
 */
public final class TopicCreation {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Admin admin;
    private final TopicPlan plan;

    /**
     * What became of the topics.
     *
     * @param created names of the topics that were missing, in the order asked for
     * @param warnings how existing topics differ from their policy, and what to do; nothing was changed
     */
    public record Result(List<String> created, List<String> warnings) {
        public Result {
            created = List.copyOf(created);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A way to create topics.
     *
     * @param studentPartitions how many partitions topics have that scale with students
     * @param replicationFactor on how many brokers each partition is kept
     */
    public TopicCreation(Admin admin, int studentPartitions, short replicationFactor) {
        this.admin = admin;
        this.plan = new TopicPlan(studentPartitions, replicationFactor);
    }

    /**
     * Creates the topics that do not exist, and returns once the brokers know them. May be called by several programs
     * at once.
     *
     * @throws TopicCreationException if the brokers cannot be reached in time, or refuse
     */
    public Result createMissing(Collection<Topic<?, ?>> topics) {
        Set<String> existing = await(
                "list the topics",
                admin.listTopics(new ListTopicsOptions().timeoutMs(patienceMillis()))
                        .names());
        List<Topic<?, ?>> missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        List<Topic<?, ?>> present =
                topics.stream().filter(topic -> existing.contains(topic.name())).toList();
        List<String> created = create(missing);
        awaitVisible(missing.stream().map(Topic::name).toList());
        return new Result(created, comparison(present));
    }

    /**
     * Waits until every partition of these topics has a leader, which on a busy machine is a while after it can be
     * seen: a producer whose first batches are refused may mix up their order, and then tries for minutes.
     *
     * @throws TopicCreationException if the brokers cannot be reached in time, or refuse
     */
    public void awaitLeaders(Collection<Topic<?, ?>> topics) {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (TopicDescription topic :
                describe(topics.stream().map(Topic::name).toList()).values()) {
            topic.partitions()
                    .forEach(partition -> partitions.put(
                            new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        // Only a leader knows where its partition ends.
        var unused = await(
                "find the leaders of the topics",
                admin.listOffsets(partitions, new ListOffsetsOptions().timeoutMs(patienceMillis()))
                        .all());
    }

    /**
     * Returns how many partitions a topic that exists has.
     *
     * @throws TopicCreationException if the brokers cannot be reached in time, or refuse
     */
    public int partitions(Topic<?, ?> topic) {
        return describe(List.of(topic.name())).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private List<String> create(List<Topic<?, ?>> missing) {
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(
                        missing.stream().map(plan::newTopic).toList(),
                        new CreateTopicsOptions().timeoutMs(patienceMillis()))
                .values();
        List<String> created = new ArrayList<>();
        for (Topic<?, ?> topic : missing) {
            KafkaFuture<Void> answer = answers.get(topic.name());
            if (answer != null && createdByUs(topic.name(), answer)) {
                created.add(topic.name());
            }
        }
        return created;
    }

    private static boolean createdByUs(String name, KafkaFuture<Void> answer) {
        try {
            await("create the topic " + name, answer);
            return true;
        } catch (TopicCreationException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false; // another program was quicker
            }
            throw e;
        }
    }

    // The controller answers before every broker has heard of a new topic, and a client that asks too early fails.
    private void awaitVisible(List<String> names) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!names.isEmpty()) {
            try {
                describe(names);
                return;
            } catch (TopicCreationException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    // A client that may not see how topics are made can use them all the same.
    private List<String> comparison(List<Topic<?, ?>> present) {
        try {
            return warnings(present);
        } catch (TopicCreationException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return List.of(
                        "The Kafka topics that exist were not compared with what they should be, because this client"
                                + " may not see how they are. Grant it DescribeConfigs, or compare them yourself");
            }
            throw e;
        }
    }

    private List<String> warnings(List<Topic<?, ?>> present) {
        if (present.isEmpty()) {
            return List.of();
        }
        List<String> names = present.stream().map(Topic::name).toList();
        Map<String, TopicDescription> descriptions = describe(names);
        Map<ConfigResource, Config> configs = await(
                "read the configuration of the topics " + names,
                admin.describeConfigs(
                                names.stream().map(TopicCreation::resource).toList(),
                                new DescribeConfigsOptions().timeoutMs(patienceMillis()))
                        .all());
        List<String> warnings = new ArrayList<>();
        for (Topic<?, ?> topic : present) {
            TopicDescription description = descriptions.get(topic.name());
            Config config = configs.get(resource(topic.name()));
            ConfigEntry cleanup = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (description != null && cleanup != null) {
                warnings.addAll(plan.differences(topic, description.partitions().size(), cleanup.value()));
            }
        }
        return warnings;
    }

    private Map<String, TopicDescription> describe(Collection<String> names) {
        return await(
                "describe the topics " + names,
                admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(patienceMillis()))
                        .allTopicNames());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static int patienceMillis() {
        return Math.toIntExact(PATIENCE.toMillis());
    }

    private static <T> T await(String what, KafkaFuture<T> answer) {
        try {
            // The brokers' own timeout ends first, with the better message.
            return answer.get(PATIENCE.toMillis() + 5_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed(what, cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw failed(what, "no answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, "interrupted", e);
        }
    }

    private static TopicCreationException failed(String what, String why, Throwable cause) {
        return new TopicCreationException(
                ("Could not %s on the Kafka brokers (%s). Do they run, is kafka.bootstrap.servers right, and"
                                + " may this client do it?")
                        .formatted(what, why),
                cause);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("wait for new topics", "interrupted", e);
        }
    }
}
