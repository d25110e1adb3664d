package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.quickstart.broker.EmbeddedKafka;
import io.grasp.schemas.Topic;
import io.grasp.schemas.TopicCreation;
import io.grasp.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCreationIT {
    private final Topics topics = new Topics("school.");

    @TempDir
    Path scratch;

    @Test
    void topicsAreCreatedOnceHoweverManyProgramsStartAndExistingOnesAreLeftAsTheyAre() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(scratch);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic(topics.labels().name(), 2, (short) 1)))
                    .all()
                    .get();

            List<TopicCreation.Result> results = startTogether(admin, 4);

            assertThat(results.stream().flatMap(result -> result.created().stream()))
                    .containsExactlyInAnyOrderElementsOf(topics.all().stream()
                            .map(Topic::name)
                            .filter(name -> !name.equals(topics.labels().name()))
                            .toList());
            TopicCreation.Result again = creation(admin).createMissing(topics.all());
            assertThat(again.created()).isEmpty();
            assertThat(again.warnings())
                    .isNotEmpty()
                    .allSatisfy(warning ->
                            assertThat(warning).contains(topics.labels().name()));
            assertThat(partitions(admin, topics.labels())).isEqualTo(2);
            assertThat(partitions(admin, topics.interactions())).isEqualTo(6);
            assertThat(config(admin, topics.learnerState(), "cleanup.policy")).isEqualTo("compact");
            assertThat(config(admin, topics.interactions(), "retention.ms")).isEqualTo("604800000");
        }
    }

    private List<TopicCreation.Result> startTogether(Admin admin, int programs) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(programs);
        try {
            Callable<TopicCreation.Result> start = () -> creation(admin).createMissing(topics.all());
            List<TopicCreation.Result> results = new ArrayList<>();
            for (Future<TopicCreation.Result> result : pool.invokeAll(Collections.nCopies(programs, start))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static TopicCreation creation(Admin admin) {
        return new TopicCreation(admin, 6, (short) 1);
    }

    private static int partitions(Admin admin, Topic<?, ?> topic) throws Exception {
        return admin.describeTopics(Set.of(topic.name()))
                .allTopicNames()
                .get()
                .get(topic.name())
                .partitions()
                .size();
    }

    private static String config(Admin admin, Topic<?, ?> topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return admin.describeConfigs(Set.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }
}
