package io.grasp.quickstart.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Classification;
import io.grasp.events.InteractionKind;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.schemas.Topics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DecidedTest {
    @BeforeAll
    static void eventsAreTrusted() {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    @Test
    void labelsAreListed() {
        assertThat(Decided.by(classification("urgency", false, "high"), "urgency"))
                .isEqualTo("high");
        assertThat(Decided.by(classification("subject", false, "maths", "physics"), "subject"))
                .isEqualTo("maths, physics");
    }

    @Test
    void anAbstentionIsUnsure() {
        assertThat(Decided.by(classification("urgency", true), "urgency")).isEqualTo("unsure");
    }

    @Test
    void aTaskThatTheModelWasNotAskedIsEmpty() {
        assertThat(Decided.by(classification("urgency", false, "high"), "comprehension"))
                .isEmpty();
    }

    private static Classification classification(String task, boolean abstained, String... decided) {
        return Classification.newBuilder()
                .setInteractionId("i-1")
                .setStudentId("ann")
                .setLearningTopic("fractions")
                .setKind(InteractionKind.ANSWER)
                .setTasks(List.of(TaskDecision.newBuilder()
                        .setTask(task)
                        .setKind(TaskKind.MULTI_LABEL)
                        .setDecided(List.of(decided))
                        .setProbabilities(List.of())
                        .setConfidence(0.5)
                        .setAbstained(abstained)
                        .build()))
                .setModel(ModelReference.newBuilder()
                        .setName("grasp")
                        .setVersion("v000001")
                        .setChecksum("c")
                        .build())
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setOccurredAt(Instant.EPOCH)
                .setClassifiedAt(Instant.EPOCH)
                .build();
    }
}
