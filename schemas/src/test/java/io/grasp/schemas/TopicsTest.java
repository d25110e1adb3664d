package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private static final String[] NAMES = {
        "interactions",
        "classifications",
        "learner-state",
        "recommendations",
        "feedback",
        "alerts",
        "label-requests",
        "labels",
        "resources",
        "resource-submissions",
        "misconceptions",
        "model-versions",
        "model-activations",
        "evaluations",
        "erasures",
        "dead-letters"
    };

    private final Topics topics = new Topics("");

    @Test
    void theTopicsAreTheDocumentedOnesInOrder() {
        assertThat(topics.all()).extracting(Topic::name).containsExactly(NAMES);
    }

    @Test
    void aPrefixComesBeforeEveryName() {
        assertThat(new Topics("school.").all())
                .extracting(Topic::name)
                .containsExactly(Stream.of(NAMES).map(name -> "school." + name).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "schule-ä", "a/b", "a:b"})
    void aPrefixThatKafkaForbidsIsRefused(String prefix) {
        assertThatThrownBy(() -> new Topics(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + prefix + "'");
    }

    @Test
    void aPrefixThatMakesANameTooLongIsRefused() {
        assertThatThrownBy(() -> new Topics("p".repeat(240)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("249");
    }

    @Test
    void whatIsCompactedIsKeptForEver() {
        assertThat(topics.all())
                .filteredOn(topic -> topic.policy().cleanup() == TopicPolicy.Cleanup.COMPACT)
                .containsExactly(
                        topics.learnerState(),
                        topics.labels(),
                        topics.resources(),
                        topics.misconceptions(),
                        topics.modelVersions(),
                        topics.evaluations())
                .allSatisfy(topic -> assertThat(topic.policy().retention()).isEqualTo(TopicPolicy.FOR_EVER));
    }

    @Test
    void whatIsByStudentHasAPartitionPerStudents() {
        assertThat(topics.all())
                .filteredOn(topic -> topic.policy().partitions() == TopicPolicy.Partitions.SINGLE)
                .containsExactly(
                        topics.resources(),
                        topics.resourceSubmissions(),
                        topics.misconceptions(),
                        topics.modelVersions(),
                        topics.modelActivations(),
                        topics.evaluations());
    }

    @Test
    void topicsThatCarryStudentsTextsTakeLongOnes() {
        assertThat(topics.all())
                .filteredOn(topic -> topic.policy().maxMessageBytes() == 4 * 1024 * 1024)
                .containsExactly(topics.interactions(), topics.labels());
    }

    @Test
    void aLabelRequestHasRoomForTheLargestInteractionAndTheReason() {
        assertThat(topics.labelRequests().policy().maxMessageBytes())
                .isGreaterThan(topics.interactions().policy().maxMessageBytes());
    }

    @Test
    void aDeadLetterHasRoomForTheLargestRecordAndItsHeaders() {
        assertThat(topics.deadLetters().policy().maxMessageBytes())
                .isGreaterThan(topics.interactions().policy().maxMessageBytes())
                .isEqualTo(Topics.LARGEST_RECORD_BYTES);
    }

    @Test
    void aRetentionOfNothingIsRefused() {
        assertThatThrownBy(() ->
                        new TopicPolicy(TopicPolicy.Partitions.SINGLE, TopicPolicy.Cleanup.DELETE, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
