package io.grasp.trainer.publish;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;

import io.grasp.events.GateComparison;
import io.grasp.events.GateVerdict;
import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.Topics;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.CandidateTraining;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import io.grasp.trainer.gate.Comparison;
import io.grasp.trainer.gate.Decision;
import io.grasp.trainer.gate.Scope;
import io.grasp.trainer.gate.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPublisherTest {
    private static final Topics TOPICS = new Topics("");

    @TempDir
    private Path directory;

    private ModelVersion publish(Decision decision) {
        List<ModelVersion> announced = new ArrayList<>();
        ModelVersion returned = new ModelPublisher(
                        new DirectoryModelStore(directory.resolve("models")),
                        announced::add,
                        "grasp",
                        "tiny",
                        "worker-1",
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .publish(candidate(), decision, Map.of(0, 40L));
        assertThat(announced).containsExactly(returned);
        return returned;
    }

    private static Candidate candidate() {
        List<LabeledRow> rows = IntStream.range(0, 40)
                .mapToObj(i -> aRow().withId("i-" + i)
                        .saying("answer " + i)
                        .labeled("level", i % 2 == 0 ? "novice" : "advanced")
                        .build())
                .toList();
        return new CandidateTraining(
                        new HeadsOnFrozenEncoder(),
                        TinyModel.encoderFiles(5),
                        TrainingArguments.defaults(),
                        Progress.none())
                .train(rows, List.of(new TaskDefinition("level", TaskKind.SINGLE_LABEL, List.of())));
    }

    private static Comparison comparison(String name, double difference) {
        return new Comparison(
                Scope.LEARNING_TOPIC,
                name,
                60,
                0.8,
                0.8 + difference,
                difference,
                difference - 0.1,
                difference + 0.1,
                0.05,
                0.9,
                0.01,
                Verdict.WORSE);
    }

    @Test
    void theDecisionIsAnnouncedWithEveryNumber() {
        ModelVersion version = publish(new Decision.Hold(
                "It fell too far", Optional.of("v000007"), List.of(comparison("fractions.addition", -0.25))));
        assertThat(version.getStatus()).isEqualTo(ModelStatus.REJECTED);
        assertThat(version.getReason()).isEqualTo("It fell too far");
        assertThat(version.getGateReason()).isEqualTo("It fell too far");
        assertThat(version.getComparedWith()).isEqualTo("v000007");
        assertThat(version.getComparisons()).singleElement().satisfies(made -> {
            assertThat(made.getName()).isEqualTo("fractions.addition");
            assertThat(made.getRows()).isEqualTo(60);
            assertThat(made.getChampion()).isEqualTo(0.8);
            assertThat(made.getChallenger()).isEqualTo(0.55);
            assertThat(made.getDifference()).isEqualTo(-0.25);
            assertThat(made.getLower()).isEqualTo(-0.35);
            assertThat(made.getUpper()).isEqualTo(-0.15);
            assertThat(made.getTolerance()).isEqualTo(0.05);
            assertThat(made.getBeyondTolerance()).isEqualTo(0.9);
            assertThat(made.getLuck()).isEqualTo(0.01);
            assertThat(made.getVerdict()).isEqualTo(GateVerdict.WORSE);
        });
    }

    @Test
    void anAnnouncementStaysSmallHoweverManyLearningTopicsThereAre() {
        List<Comparison> worstFirst = IntStream.range(0, 20_000)
                .mapToObj(i -> comparison("a.learning.topic.with.a.long.name." + i, -0.25 + i / 40_000.0))
                .toList();
        ModelVersion version = publish(new Decision.Promote("", Optional.of("v000007"), worstFirst));
        assertThat(version.getComparisons())
                .hasSize(ModelPublisher.MOST_COMPARISONS)
                .extracting(GateComparison::getDifference)
                .isSorted()
                .first()
                .isEqualTo(-0.25);
        assertThat(TOPICS.modelVersions().valueSerde().serializer().serialize("model-versions", version))
                .hasSizeLessThan(100_000);
    }

    @Test
    void everyScopeAndVerdictCanBePublished() {
        for (Scope scope : Scope.values()) {
            for (Verdict verdict : Verdict.values()) {
                Comparison made = new Comparison(scope, "", 1, 0, 0, 0, 0, 0, 0, 0, 1, verdict);
                GateComparison published = ModelPublisher.comparison(made);
                assertThat(published.getScope().name()).isEqualTo(scope.name());
                assertThat(published.getVerdict().name()).isEqualTo(verdict.name());
            }
        }
    }
}
