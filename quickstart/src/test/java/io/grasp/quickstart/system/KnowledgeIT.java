package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.Classification;
import io.grasp.events.InteractionKind;
import io.grasp.events.LabelProbability;
import io.grasp.events.ModelReference;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
import io.grasp.learner.knowledge.KnowledgeFile;
import io.grasp.learner.knowledge.KnowledgeModel;
import io.grasp.learner.knowledge.KnowledgeParameters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeIT {
    private static final Instant MONDAY = Instant.parse("2026-03-02T08:00:00Z");
    private static final KnowledgeParameters TRUE = new KnowledgeParameters(0.5, 0.3, 0.1, 0.05);

    @TempDir
    Path scratch;

    private static Classification classification(int student, int at, boolean right) {
        double advanced = right ? 0.96 : 0.02;
        return Classification.newBuilder()
                .setInteractionId("s%d-%d".formatted(student, at))
                .setStudentId("s" + student)
                .setLearningTopic("fractions.addition")
                .setKind(InteractionKind.ANSWER)
                .setTasks(List.of(TaskDecision.newBuilder()
                        .setTask("comprehension")
                        .setKind(TaskKind.ORDINAL)
                        .setAbstained(false)
                        .setConfidence(0.96)
                        .setProbabilities(List.of(
                                new LabelProbability("novice", 0.98 - advanced),
                                new LabelProbability("intermediate", 0.02),
                                new LabelProbability("advanced", advanced)))
                        .build()))
                .setModel(new ModelReference("grasp", "v000001", "c0ffee"))
                .setSourcePartition(0)
                .setSourceOffset(0)
                .setOccurredAt(MONDAY.plusSeconds(at * 60L))
                .setClassifiedAt(MONDAY.plusSeconds(at * 60L))
                .build();
    }

    @Test
    void parametersOfALearningTopicAreFittedToWhatIsInKafka() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            Random random = new Random(1);
            for (int student = 0; student < 300; student++) {
                boolean mastered = random.nextDouble() < TRUE.prior();
                for (int at = 0; at < 10; at++) {
                    boolean right = random.nextDouble() < (mastered ? 1 - TRUE.slip() : TRUE.guess());
                    cluster.writer()
                            .write(
                                    cluster.topics().classifications(),
                                    "s" + student,
                                    classification(student, at, right));
                    mastered |= random.nextDouble() < TRUE.learn();
                }
            }
            cluster.writer().flush();
            Path file = scratch.resolve("knowledge.yaml");

            assertThat(cluster.run("knowledge", "fit", "--output", file.toString()))
                    .containsPattern("fractions.addition +300 +3000 ")
                    .contains("decide.knowledge");

            KnowledgeModel model = KnowledgeFile.read(file);
            assertThat(model.usual()).isEqualTo(KnowledgeParameters.USUAL);
            KnowledgeParameters found = model.learningTopics().get("fractions.addition");
            assertThat(found).isNotNull();
            assertThat(found.prior()).isBetween(0.4, 0.6);
            assertThat(found.learn()).isBetween(0.2, 0.4);
            assertThat(found.slip()).isLessThan(0.12);
        }
    }

    @Test
    void withoutClassificationsNoFileIsWrittenAndThePersonIsToldWhatIsMissing() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            Path file = scratch.resolve("knowledge.yaml");

            assertThat(cluster.run(1, "knowledge", "fit", "--output", file.toString()))
                    .contains("There is nothing to fit", "Let the streams-app classify interactions first");
            assertThat(file).doesNotExist();
        }
    }
}
