package io.grasp.quickstart.system;

import static io.grasp.quickstart.system.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.events.AlertSeverity;
import io.grasp.events.AlertStatus;
import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.Interaction;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.events.TaskLabels;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FairnessIT {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path scratch;

    @Test
    void groupsOfStudentsAreComparedAndSmallOnesAreNotShown() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            for (int i = 0; i < 20; i++) {
                write(cluster, "de-" + i, "de", i < 12, i < 5 ? "advanced" : "novice");
                write(cluster, "en-" + i, "en", i < 1, i < 19 ? "advanced" : "novice");
            }
            for (int i = 0; i < 12; i++) {
                write(cluster, "tr-" + i, i < 6 ? "tr" : "fo", true, "novice");
            }
            cluster.writer().flush();

            assertThat(cluster.run("fairness", "--attribute", "home-language"))
                    .containsPattern("de +20 +20")
                    .containsPattern("tr +suppressed +suppressed")
                    .containsPattern("students with alert falling-mastery +de +20 +20 +0.600 +\\+0.550 .* hardly")
                    .containsPattern("agreement, comprehension +en +20 +20 +0.950 +\\+0.700 .* hardly")
                    .containsPattern("abstention, comprehension +en +20 +20 +0.000 +\\+0.000 .* may be");
            JsonNode told =
                    new ObjectMapper().readTree(cluster.run("fairness", "--attribute", "home-language", "--json"));
            assertThat(told.at("/groups/fo/suppressed").asBoolean()).isTrue();
            assertThat(told.at("/comparisons/0/groups/de/hits").asInt()).isEqualTo(12);
            assertThat(cluster.run(1, "fairness", "--attribute", "shoe-size"))
                    .contains("No interaction has the attribute 'shoe-size'");
        }
    }

    private static void write(TestCluster cluster, String student, String language, boolean isAlerted, String label) {
        Interaction interaction = anInteraction("i-" + student, student)
                .setOccurredAt(NOON)
                .setAttributes(Map.of("home-language", language))
                .build();
        cluster.writer().write(cluster.topics().interactions(), student, interaction);
        cluster.writer().write(cluster.topics().classifications(), student, classification(interaction));
        cluster.writer().write(cluster.topics().labels(), interaction.getInteractionId(), label(interaction, label));
        if (isAlerted) {
            cluster.writer().write(cluster.topics().alerts(), student, alert(student));
        }
    }

    private static Classification classification(Interaction interaction) {
        return Classification.newBuilder()
                .setInteractionId(interaction.getInteractionId())
                .setStudentId(interaction.getStudentId())
                .setLearningTopic(interaction.getLearningTopic())
                .setKind(interaction.getKind())
                .setTasks(List.of(TaskDecision.newBuilder()
                        .setTask("comprehension")
                        .setKind(TaskKind.ORDINAL)
                        .setDecided(List.of("advanced"))
                        .setAbstained(false)
                        .setConfidence(0.9)
                        .build()))
                .setModel(new ModelReference("grasp", "v000001", "c0ffee"))
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setOccurredAt(NOON)
                .setClassifiedAt(NOON.plusSeconds(1))
                .build();
    }

    private static LabeledInteraction label(Interaction interaction, String level) {
        return LabeledInteraction.newBuilder()
                .setInteractionId(interaction.getInteractionId())
                .setInteraction(interaction)
                .setTaskLabels(List.of(new TaskLabels(
                        "comprehension",
                        TaskKind.ORDINAL,
                        List.of(level),
                        List.of("novice", "intermediate", "advanced"))))
                .setLabeledBy("teacher")
                .setLabeledAt(NOON.plusSeconds(60))
                .build();
    }

    private static AtRiskAlert alert(String student) {
        return AtRiskAlert.newBuilder()
                .setAlertId("a-" + student)
                .setStudentId(student)
                .setRule("falling-mastery")
                .setSeverity(AlertSeverity.WARNING)
                .setStatus(AlertStatus.RAISED)
                .setClearedBy("two better answers")
                .setOccurredAt(NOON)
                .setDecidedAt(NOON)
                .build();
    }
}
