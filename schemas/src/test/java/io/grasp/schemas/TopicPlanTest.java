package io.grasp.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
    private final Topics topics = new Topics("");
    private final TopicPlan plan = new TopicPlan(6, (short) 3);

    @Test
    void aTopicByStudentGetsThePartitionsForStudents() {
        assertThat(plan.newTopic(topics.interactions()))
                .isEqualTo(new NewTopic("interactions", 6, (short) 3)
                        .configs(Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", "604800000",
                                "max.message.bytes", "4194304")));
    }

    @Test
    void aSmallCompactedTopicGetsOnePartitionAndIsKeptForEver() {
        assertThat(plan.newTopic(topics.modelVersions()))
                .isEqualTo(new NewTopic("model-versions", 1, (short) 3)
                        .configs(Map.of(
                                "cleanup.policy", "compact",
                                "retention.ms", "-1",
                                "max.message.bytes", "1048576")));
    }

    @Test
    void aTopicThatIsAsItShouldBeGivesNoWarning() {
        assertThat(plan.differences(topics.modelActivations(), 1, "delete, compact"))
                .isEmpty();
    }

    @Test
    void aTopicThatIsOtherwiseGivesAWarningForEachDifference() {
        assertThat(plan.differences(topics.labels(), 3, "delete"))
                .satisfiesExactly(
                        warning -> assertThat(warning).contains("labels has 3 partitions, not 6"),
                        warning -> assertThat(warning).contains("labels has cleanup.policy=delete, not compact"));
    }

    @Test
    void noPartitionOrReplicaIsRefused() {
        assertThatThrownBy(() -> new TopicPlan(0, (short) 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TopicPlan(1, (short) 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
