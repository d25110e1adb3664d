package io.grasp.trainer;

import static io.grasp.trainer.ARow.aRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.grasp.events.GateComparison;
import io.grasp.events.GateScope;
import io.grasp.events.GateVerdict;
import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.events.TaskMetric;
import io.grasp.model.InteractionModel;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.Manifest;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.model.store.DirectoryModelStore;
import io.grasp.schemas.Topics;
import io.grasp.trainer.arguments.ArgumentValues;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.finetune.HeadsOnFrozenEncoder;
import io.grasp.trainer.gate.GateRules;
import io.grasp.trainer.gate.PromotionGate;
import io.grasp.trainer.labels.LabelSnapshot;
import io.grasp.trainer.loop.Checkpoints;
import io.grasp.trainer.loop.TransformerFineTuner;
import io.grasp.trainer.publish.ModelPublisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    private static final UpdateRules ANEW = new UpdateRules(0, 0, ArgumentValues.none());

    private ModelVersion train(LabelSnapshot snapshot, Optional<ModelVersion> champion) {
        return train(snapshot, new HeadsOnFrozenEncoder(), () -> champion);
    }

    private ModelVersion train(LabelSnapshot snapshot, FineTuner fineTuner, Supplier<Optional<ModelVersion>> champion) {
        return train(snapshot, fineTuner, ANEW, champion);
    }

    private ModelVersion train(
            LabelSnapshot snapshot,
            FineTuner fineTuner,
            UpdateRules updates,
            Supplier<Optional<ModelVersion>> champion) {
        return new TrainingCycle(
                        new CandidateTraining(
                                fineTuner, TinyModel.encoderFiles(5), TrainingArguments.defaults(), Progress.none()),
                        updates,
                        "tiny",
                        new PromotionGate(GateRules.defaults(), 42),
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
        assertThat(version.getGateReason()).isEqualTo("It is the first model");
        assertThat(version.getComparedWith()).isNull();
        assertThat(version.getComparisons()).isEmpty();
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
        assertThat(second.getGateReason()).isEqualTo(second.getReason());
        assertThat(second.getComparedWith()).isEqualTo(first.getVersion());
        assertThat(second.getComparisons())
                .extracting(GateComparison::getScope, GateComparison::getName, GateComparison::getVerdict)
                .contains(
                        tuple(GateScope.OVERALL, "", GateVerdict.WORSE),
                        tuple(GateScope.TASK, "comprehension", GateVerdict.WORSE),
                        tuple(GateScope.LEARNING_TOPIC, "fractions", GateVerdict.WORSE));
        assertThat(store().versions()).hasSize(2);
    }

    @Test
    void theOpponentIsTheVersionThatServesWhenTrainingEnds() {
        ModelVersion first = train(snapshot(answers("fractions", 150)), Optional.empty());
        ModelVersion second = train(snapshot(answers("fractions", 240)), Optional.of(first));
        AtomicReference<Optional<ModelVersion>> serving = new AtomicReference<>(Optional.of(second));
        FineTuner whileSomebodyRollsBack = (dataset, base, arguments, progress) -> {
            serving.set(Optional.of(first));
            return new HeadsOnFrozenEncoder().fineTune(dataset, base, arguments, progress);
        };
        ModelVersion third = train(snapshot(answers("fractions", 270)), whileSomebodyRollsBack, serving::get);
        assertThat(third.getComparedWith()).isEqualTo(first.getVersion());
    }

    @Test
    void aTaskThatTheChampionDoesNotKnowIsAGain() {
        List<LabeledRow> oneTask = answers("fractions", 150).stream()
                .map(row -> row.withLabels(Map.of("comprehension", row.labelsFor("comprehension"))))
                .toList();
        ModelVersion first = train(snapshot(oneTask), Optional.empty());
        ModelVersion second = train(snapshot(answers("fractions", 150)), Optional.of(first));
        assertThat(second.getStatus()).isEqualTo(ModelStatus.CHAMPION);
        assertThat(second.getReason()).contains("it covers the misconception label add-across");
        assertThat(second.getComparisons())
                .filteredOn(made -> made.getScope() == GateScope.TASK)
                .extracting(GateComparison::getName)
                .containsExactly("comprehension");
    }

    @Test
    void aTaskThatIsNoLongerLearntIsALossEvenWithoutHeldOutRows() {
        ModelVersion first = train(snapshot(answers("fractions", 150)), Optional.empty());
        List<LabeledRow> oneTask = answers("fractions", 150).stream()
                .map(row -> row.withLabels(Map.of("comprehension", row.labelsFor("comprehension"))))
                .toList();
        ModelVersion second = train(snapshot(oneTask), Optional.of(first));
        assertThat(second.getStatus()).isEqualTo(ModelStatus.REJECTED);
        assertThat(second.getReason()).isEqualTo("It has not learnt misconception, which the champion knows");
    }

    @Test
    void withoutHeldOutRowsTheChampionStays() {
        ModelVersion first = train(snapshot(answers("fractions", 150)), Optional.empty());
        List<LabeledRow> training = answers("fractions", 150).stream()
                .filter(row -> Dataset.splitOf(row).equals(LabeledRow.TRAIN))
                .toList();
        ModelVersion second = train(snapshot(training), Optional.of(first));
        assertThat(second.getStatus()).isEqualTo(ModelStatus.REJECTED);
        assertThat(second.getReason()).startsWith("There are no held-out rows");
        assertThat(second.getComparisons()).isEmpty();
    }

    @Test
    void aChampionThatTheStoreLostIsNoOpponent() {
        ModelVersion lost = ModelVersion.newBuilder(train(snapshot(answers("fractions", 90)), Optional.empty()))
                .setVersion("v000099")
                .build();
        ModelVersion next = train(snapshot(answers("fractions", 90)), Optional.of(lost));
        assertThat(next.getStatus()).isEqualTo(ModelStatus.CHAMPION);
        assertThat(next.getReason()).startsWith("The champion v000099 can't be served any more: No model v000099");
    }

    @Test
    void aDamagedChampionIsNoOpponent() throws IOException {
        ModelVersion first = train(snapshot(answers("fractions", 90)), Optional.empty());
        Files.delete(packageOf(first).resolve("heads.safetensors"));
        ModelVersion next = train(snapshot(answers("fractions", 90)), Optional.of(first));
        assertThat(next.getStatus()).isEqualTo(ModelStatus.CHAMPION);
        assertThat(next.getReason())
                .startsWith("The champion v000001 can't be served any more: Model package")
                .contains("heads.safetensors is missing");
        assertThat(next.getComparedWith()).isNull();
    }

    @Test
    void aPackageThatIsNotTheAnnouncedChampionIsNoOpponent() {
        ModelVersion first = train(snapshot(answers("fractions", 90)), Optional.empty());
        ModelVersion another =
                ModelVersion.newBuilder(first).setChecksum("0".repeat(64)).build();
        ModelVersion next = train(snapshot(answers("fractions", 90)), Optional.of(another));
        assertThat(next.getStatus()).isEqualTo(ModelStatus.CHAMPION);
        assertThat(next.getReason()).contains("is another one than was announced");
    }

    @Test
    void aChampionOfANewerFormatIsNotReplacedUnseen() throws Exception {
        ModelVersion first = train(snapshot(answers("fractions", 90)), Optional.empty());
        Path manifest = packageOf(first).resolve("grasp.json");
        String original = Files.readString(manifest);
        Files.writeString(manifest, original.replaceFirst("(\"format\"\\s*:\\s*)\\d+", "$199"));
        Path sums = packageOf(first).resolve("SHA256SUMS");
        Files.writeString(sums, Files.readString(sums).replace(sha256(original), sha256(Files.readString(manifest))));
        ModelVersion next = train(snapshot(answers("fractions", 90)), Optional.of(first));
        assertThat(next.getStatus()).isEqualTo(ModelStatus.REJECTED);
        assertThat(next.getReason())
                .startsWith("The champion v000001 can't be read here to compare it with, but may serve:")
                .contains("Package format 99 is newer")
                .endsWith("Upgrade the program");
    }

    private Path packageOf(ModelVersion version) {
        return store().fetch(new io.grasp.model.ModelVersion(version.getVersion()));
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRoundWithFewFreshLabelsGoesOnFromTheChampion() {
        TransformerFineTuner fineTuner = new TransformerFineTuner(Checkpoints.none());
        List<LabeledRow> old = answers("fractions", 150);
        ModelVersion first = train(snapshot(old), fineTuner, UpdateRules.defaults(), Optional::empty);
        assertThat(first.getBaseVersion()).isNull();

        List<LabeledRow> all = new ArrayList<>(old);
        List<LabeledRow> fresh = answers("circuits", 40);
        all.addAll(fresh);
        Set<String> freshIds = fresh.stream().map(LabeledRow::id).collect(Collectors.toSet());
        LabelSnapshot next =
                new LabelSnapshot(all, Map.of(0, 190L), snapshot(all).definitions(), freshIds, 0, 0);
        ModelVersion second = train(next, fineTuner, UpdateRules.defaults(), () -> Optional.of(first));

        assertThat(second.getBaseVersion()).isEqualTo("v000001");
        assertThat(second.getLearningTopics()).containsExactly("circuits", "fractions");
        assertThat(second.getLabels()).isGreaterThan(first.getLabels());
        ModelPackage before = ModelPackageReader.read(packageOf(first));
        ModelPackage after = ModelPackageReader.read(packageOf(second));
        assertThat(after.manifest().lineage().parentVersion()).isEqualTo("v000001");
        String word = "embeddings.word_embeddings.weight";
        assertThat(after.encoder().weights().get(word))
                .isEqualTo(before.encoder().weights().get(word));
        assertThat(after.encoder().weights()).isNotEqualTo(before.encoder().weights());
    }

    @Test
    void aRoundInWhichMuchIsFreshBeginsAnew() {
        TransformerFineTuner fineTuner = new TransformerFineTuner(Checkpoints.none());
        ModelVersion first = train(snapshot(answers("fractions", 150)), Optional.empty());
        List<LabeledRow> all = new ArrayList<>(answers("fractions", 150));
        all.addAll(answers("circuits", 150));
        ModelVersion second = train(snapshot(all), fineTuner, UpdateRules.defaults(), () -> Optional.of(first));
        assertThat(second.getBaseVersion()).isNull();
    }

    @Test
    void labelsThatTeachNothingAreRefusedWithAReason() {
        List<LabeledRow> rows =
                List.of(aRow().labeled("comprehension", "novice").build());
        assertThatThrownBy(() -> train(snapshot(rows), Optional.empty()))
                .isInstanceOf(NothingToLearnException.class)
                .hasMessageContainingAll("nothing to learn", "1 only tune", "Label more rows");
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
