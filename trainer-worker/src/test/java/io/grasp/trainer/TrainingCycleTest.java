package io.grasp.trainer;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.events.TaskMetric;
import io.grasp.model.InteractionModel;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.Topics;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import io.grasp.trainer.gate.PromotionGate;
import io.grasp.trainer.gate.Tolerances;
import io.grasp.trainer.labels.LabelSnapshot;
import io.grasp.trainer.publish.ModelPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCycleTest {
    @BeforeAll
    static void eventsAreTrusted() {
        // Avro builds no event before its package is vouched for, which the topics do.
        var unused = new Topics("");
    }

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<TaskDefinition> TASKS = List.of(
            new TaskDefinition("comprehension", TaskKind.ORDINAL, List.of("novice", "intermediate", "advanced")),
            new TaskDefinition("misconception", TaskKind.MULTI_LABEL, List.of()));

    @TempDir
    private Path directory;

    private final List<ModelVersion> announced = new ArrayList<>();

    private DirectoryModelStore store() {
        return new DirectoryModelStore(directory.resolve("models"));
    }

    private ModelVersion train(LabelSnapshot snapshot, Optional<ModelVersion> champion) {
        return new TrainingCycle(
                        new CandidateTraining(
                                new HeadsOnFrozenEncoder(),
                                TinyModel.encoderFiles(5),
                                TrainingArguments.defaults(),
                                Progress.none()),
                        new PromotionGate(new Tolerances(0.01, 0.03, 0.05)),
                        new ModelPublisher(
                                store(),
                                announced::add,
                                "grasp",
                                "tiny",
                                "worker-1",
                                Clock.fixed(NOON, ZoneOffset.UTC)),
                        store(),
                        Progress.none())
                .run(snapshot, champion);
    }

    /** Answers whose level shows in their letters. */
    private static List<LabeledRow> answers(String learningTopic, int count) {
        String[] levels = {"novice", "intermediate", "advanced"};
        String[] words = {"dunno dunno", "maybe half", "because thirds are equal parts"};
        List<LabeledRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(aRow().withId(learningTopic + i)
                    .about(learningTopic)
                    .saying(words[i % 3] + " " + i)
                    .labeled("comprehension", levels[i % 3])
                    .labeled("misconception", i % 3 == 0 ? new String[] {"add-across"} : new String[0])
                    .build());
        }
        return rows;
    }

    private static LabelSnapshot snapshot(List<LabeledRow> rows) {
        return new LabelSnapshot(rows, Map.of(0, (long) rows.size()), TASKS);
    }

    @Test
    void theFirstModelIsPublishedAsChampionAndCanBeServed() {
        ModelVersion version = train(snapshot(answers("fractions", 150)), Optional.empty());
        assertThat(announced).containsExactly(version);
        assertThat(version.getStatus()).isEqualTo(ModelStatus.CHAMPION);
        assertThat(version.getReason()).isEqualTo("It is the first model");
        assertThat(version.getLearningTopics()).containsExactly("fractions");
        assertThat(version.getCreatedAt()).isEqualTo(NOON);
        assertThat(version.getMetrics())
                .extracting(TaskMetric::getTask, TaskMetric::getSplit)
                .containsExactlyInAnyOrder(tuple("comprehension", "test"), tuple("misconception", "test"));
        Path published = store().fetch(new io.grasp.model.ModelVersion(version.getVersion()));
        try (InteractionModel model = InteractionModel.open(published)) {
            assertThat(model.checksum()).isEqualTo(version.getChecksum());
            Manifest manifest = model.manifest();
            assertThat(manifest.lineage().labelOffsets()).isEqualTo(Map.of(0, 150L));
            assertThat(manifest.lineage().labelRows()).isEqualTo(version.getLabels());
        }
    }

    @Test
    void aNewLearningTopicIsTakenUpWithTheOldOnes() {
        ModelVersion first = train(snapshot(answers("fractions", 150)), Optional.empty());
        List<LabeledRow> rows = new ArrayList<>(answers("fractions", 150));
        rows.addAll(answers("circuits", 90));
        ModelVersion second = train(snapshot(rows), Optional.of(first));
        assertThat(second.getStatus()).isEqualTo(ModelStatus.CHAMPION);
        assertThat(second.getReason()).contains("the learning topic circuits");
        assertThat(second.getLearningTopics()).containsExactly("circuits", "fractions");
    }

    @Test
    void aWorseModelIsPublishedAsRejectedWithItsReasonAndPackage() {
        ModelVersion first = train(snapshot(answers("fractions", 240)), Optional.empty());
        List<LabeledRow> nonsense = answers("fractions", 240).stream()
                .map(row -> Dataset.splitOf(row).equals(LabeledRow.TRAIN)
                        ? row.withLabels(Map.of(
                                "comprehension", List.of(row.id().endsWith("1") ? "advanced" : "novice"),
                                "misconception", List.of("add-across")))
                        : row)
                .toList();
        ModelVersion second = train(snapshot(nonsense), Optional.of(first));
        assertThat(second.getStatus()).isEqualTo(ModelStatus.REJECTED);
        assertThat(second.getReason()).contains("is tolerated");
        assertThat(store().versions()).hasSize(2);
    }

    @Test
    void aChampionThatTheStoreLostIsNoOpponent() {
        ModelVersion lost = ModelVersion.newBuilder(train(snapshot(answers("fractions", 90)), Optional.empty()))
                .setVersion("v000099")
                .build();
        assertThat(train(snapshot(answers("fractions", 90)), Optional.of(lost)).getStatus())
                .isEqualTo(ModelStatus.CHAMPION);
    }

    @Test
    void labelsThatTeachNothingAreRefusedWithAReason() {
        List<LabeledRow> rows =
                List.of(aRow().labeled("comprehension", "novice").build());
        assertThatThrownBy(() -> train(snapshot(rows), Optional.empty()))
                .isInstanceOf(NothingToLearnException.class)
                .hasMessageContainingAll("nothing to learn", "comprehension", "Label more rows");
        assertThat(announced).isEmpty();
    }

    @Test
    void theModelCardNamesEveryTaskLabelAndLearningTopic() throws IOException {
        ModelVersion version = train(snapshot(answers("fractions", 150)), Optional.empty());
        String card = Files.readString(store().fetch(new io.grasp.model.ModelVersion(version.getVersion()))
                .resolve("README.md"));
        assertThat(card)
                .contains("comprehension", "misconception", "novice", "intermediate", "advanced", "add-across")
                .contains("fractions", "tiny", "Intended use", "weight_decay", "macro-F1")
                .doesNotContain("dunno");
    }
}
