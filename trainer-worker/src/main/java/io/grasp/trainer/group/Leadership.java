package io.grasp.trainer.group;

import io.grasp.schemas.settings.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this worker leads its group. The workers are members of a Kafka consumer group, and whoever is assigned the
 * first partition of the log of model versions leads; it keeps it when others join. A leader that can't be heard of for
 * the length of a session is replaced; until it notices, it may believe that it still leads, which {@link SoleWriter}
 * is for. Owns a thread and a consumer until {@link #close}. Thread-safe.
 */
public final class Leadership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(500);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration NOTICE_TOPIC_AFTER = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final WorkerGroup group;
    private final TopicPartition prize;
    private final Runnable whenLost;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration poll;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean leads;

    private Leadership(WorkerGroup group, Duration session, Runnable whenLost) {
        KafkaSettings kafka = group.kafka();
        this.group = group;
        this.prize = new TopicPartition(kafka.topics().modelVersions().name(), 0);
        this.whenLost = whenLost;
        int sessionMillis = Math.toIntExact(session.toMillis());
        Duration heartbeat = session.dividedBy(3);
        this.poll = heartbeat.compareTo(LONGEST_POLL) < 0 ? heartbeat : LONGEST_POLL;
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group.id());
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMillis);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.toIntExact(heartbeat.toMillis()));
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, sessionMillis);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, Math.toIntExact(NOTICE_TOPIC_AFTER.toMillis()));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = new Thread(this::run, "leadership");
        this.thread.setDaemon(true);
    }

    /**
     * Joins the group.
     *
     * @param session a leader that is not heard of for so long is replaced
     * @param whenLost is called on a thread of this object's when this worker leads no longer; must return soon
     */
    public static Leadership stand(WorkerGroup group, Duration session, Runnable whenLost) {
        Leadership leadership = new Leadership(group, session, whenLost);
        leadership.thread.start();
        return leadership;
    }

    /** Whether this worker leads, as far as it knows. */
    public boolean isLeader() {
        return leads;
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(Set.of(prize.topic()), new Election());
            while (closing.getCount() > 0) {
                try {
                    // Only membership matters: what comes is left unread.
                    var unused = consumer.poll(poll);
                } catch (WakeupException e) {
                    LOG.debug("Woken up to end", e);
                } catch (KafkaException e) {
                    LOG.atWarn()
                            .addKeyValue("group", group.id())
                            .addKeyValue("reason", e.getMessage())
                            .log("This worker can't take part in the election of a leader; trying again");
                    closing.await(TRY_AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            consumer.close(CloseOptions.timeout(CLOSING));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lost();
        }
    }

    private void lost() {
        if (leads) {
            leads = false;
            whenLost.run();
        }
    }

    /** Leaves the group, so that another worker leads at once. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Told on the thread that polls. */
    private final class Election implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            if (partitions.contains(prize)) {
                leads = true;
                LOG.atInfo().addKeyValue("group", group.id()).log("This worker leads its group now");
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.contains(prize)) {
                LOG.atInfo().addKeyValue("group", group.id()).log("This worker no longer leads its group");
                lost();
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (partitions.contains(prize)) {
                LOG.atWarn()
                        .addKeyValue("group", group.id())
                        .log("This worker was not heard of for too long; another one leads its group now");
                lost();
            }
        }
    }
}
