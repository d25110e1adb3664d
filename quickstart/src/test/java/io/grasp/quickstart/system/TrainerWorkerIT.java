package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.events.Drift;
import io.grasp.events.ErasureRequest;
import io.grasp.events.Evaluation;
import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.model.InteractionModel;
import io.grasp.model.TinyModel;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Stage;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.TrainerSettings;
import io.grasp.trainer.TrainerWorker;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.group.ShutOutException;
import io.grasp.trainer.group.SoleWriter;
import io.grasp.trainer.group.WorkerGroup;
import io.grasp.trainer.loop.Checkpoints;
import io.grasp.trainer.loop.TransformerFineTuner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels come in; model versions come out. */
class TrainerWorkerIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    /** So long a worker is believed to live that says nothing. */
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    Path scratch;

    private TestCluster cluster;
    private Labels labels;

    @BeforeEach
    void start() {
        cluster = new TestCluster(scratch);
        labels = new Labels(cluster);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aNewLearningTopicMakesAVersionAndARestartTrainsNothingAnew() throws Exception {
        whileAWorkerRuns(() -> {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
        });
        assertThat(versions()).singleElement().satisfies(version -> {
            assertThat(version.getStatus()).isEqualTo(ModelStatus.CHAMPION);
            assertThat(version.getLearningTopics()).containsExactly("fractions");
        });

        whileAWorkerRuns(() -> {
            labels.write("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
            stays(2);
        });
        assertThat(versions().get(1).getLearningTopics()).containsExactlyInAnyOrder("circuits", "fractions");
    }

    @Test
    void theNextChallengerMeetsTheVersionThatARollbackLetServe() {
        whileAWorkerRuns(() -> {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
            labels.write("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
            assertThat(versions().get(1).getComparedWith()).isEqualTo("v000001");
            assertThat(cluster.run("models", "show", "v000002"))
                    .contains("Macro-F1 of v000002 (challenger) and v000001 (champion then)", "all tasks");

            // The tiny encoder learns too little to say which version the gate prefers.
            cluster.run("models", "promote", "v000002");
            cluster.run("models", "rollback");
            labels.write("forces", 60);
            await().atMost(SOON).until(() -> versions().size() == 5);
        });
        assertThat(versions().get(4).getVersion()).isEqualTo("v000003");
        assertThat(versions().get(4).getComparedWith()).isEqualTo("v000001");
    }

    @Test
    void aTrainingThatIsGivenUpLeavesACheckpointAndTheNextWorkerGoesOn() throws Exception {
        Path arguments = Files.writeString(
                scratch.resolve("arguments.yaml"), "train_layers: all\nmax_steps: 80\nsave_steps: 4\n");
        Path checkpoints = scratch.resolve("checkpoints");
        Map<String, String> settings = Map.of(
                "training.arguments", arguments.toString(),
                "training.checkpoints", checkpoints.toString());
        labels.write("fractions", 60);
        whileAWorkerRuns(
                settings,
                () -> await().pollInterval(Duration.ofMillis(20))
                        .atMost(SOON)
                        .until(() -> !statesIn(checkpoints).isEmpty()));
        assertThat(versions()).isEmpty();
        Map<Path, FileTime> left = statesIn(checkpoints);
        assertThat(left.keySet())
                .allSatisfy(state -> assertThat(state).content().contains("\"labelOffsets\" : {\n    \"0\" : "));

        whileAWorkerRuns(
                settings, () -> await().atMost(SOON).until(() -> versions().size() == 1));
        assertThat(statesIn(checkpoints))
                .as("the second worker writes none of the first one's checkpoints again")
                .containsAllEntriesOf(left)
                .hasSizeGreaterThan(left.size());
    }

    /** The checkpoints, with when they were written. */
    private static Map<Path, FileTime> statesIn(Path checkpoints) throws IOException {
        if (!Files.isDirectory(checkpoints)) {
            return Map.of();
        }
        Map<Path, FileTime> states = new HashMap<>();
        for (Path training : children(checkpoints)) {
            for (Path checkpoint : children(training)) {
                if (checkpoint.getFileName().toString().startsWith("checkpoint-")) {
                    Path state = checkpoint.resolve("trainer_state.json");
                    states.put(state, Files.getLastModifiedTime(state));
                }
            }
        }
        return states;
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    @Test
    void aLabelThatCannotBeUsedIsSetAsideOnceAndTheOthersTeach() {
        byte[] key = "broken".getBytes(StandardCharsets.UTF_8);
        byte[] noRecord = "{\"level\": \"novice\"}".getBytes(StandardCharsets.UTF_8);
        cluster.writer().writeBytes(cluster.topics().labels(), key, noRecord);
        labels.writeUnder("another key", "ann", Labels.NOON);
        try (Worker one = worker();
                Worker other = worker()) {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
            assertThat(one.trainings.get() + other.trainings.get()).isEqualTo(1);
        }
        whileAWorkerRuns(() -> {
            labels.write("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
        });

        List<DeadLetter> letters = cluster.read(cluster.topics().deadLetters()).stream()
                .map(DeadLetter::from)
                .toList();
        assertThat(letters).extracting(DeadLetter::stage).containsExactlyInAnyOrder(Stage.DECODE, Stage.VALIDATE);
        assertThat(letters).filteredOn(letter -> letter.stage() == Stage.DECODE).allSatisfy(letter -> {
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(noRecord);
            assertThat(letter.origin().topic()).isEqualTo("labels");
        });
    }

    @Test
    void aFallOfLiveAgreementMakesOneVersionHoweverOftenItIsToldAndAfterARestart() {
        whileAWorkerRuns(() -> {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
            labels.writeOf("bob", "late-1", Labels.NOON);
            stays(1);
            Instant fell = Instant.now();
            evaluated(fell);
            await().atMost(SOON).until(() -> versions().size() == 2);
            labels.writeOf("bob", "late-2", Labels.NOON);
            evaluated(fell);
            stays(2);
        });
        whileAWorkerRuns(() -> stays(2));
    }

    private void evaluated(Instant fell) {
        Drift drift = Drift.newBuilder()
                .setDetectedAt(fell)
                .setSince(fell.minusSeconds(60))
                .setFrom(0.9)
                .setTo(0.6)
                .setComparedBefore(60)
                .setComparedSince(30)
                .setModelVersion("v000001")
                .build();
        Evaluation evaluation = Evaluation.newBuilder()
                .setTask("comprehension")
                .setLearningTopic("fractions")
                .setModelVersion("v000001")
                .setCompared(90)
                .setAgreed(72)
                .setUpdatedAt(fell)
                .setDrift(drift)
                .build();
        cluster.writer()
                .write(
                        cluster.topics().evaluations(),
                        CompositeKey.of("comprehension", "fractions", "v000001"),
                        evaluation);
        cluster.writer().flush();
    }

    @Test
    void theEighthLabelOfANewMisconceptionMakesAVersion() {
        whileAWorkerRuns(() -> {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
            labels.write("fractions", 0, 7, "add-across");
            stays(1);
            labels.write("fractions", 7, 8, "add-across");
            await().atMost(SOON).until(() -> versions().size() == 2);
        });
        try (InteractionModel model = InteractionModel.open(cluster.store()
                .fetch(new io.grasp.model.ModelVersion(versions().get(1).getVersion())))) {
            assertThat(model.manifest().tasks())
                    .filteredOn(task -> task.name().equals("misconception"))
                    .singleElement()
                    .satisfies(task -> assertThat(task.labels()).containsExactly("add-across"));
        }
    }

    @Test
    void labelsThatTeachNothingAreNotTriedAgainAndOthersMendThem() {
        whileAWorkerRuns(() -> {
            for (int i = 0; i < 12; i++) {
                labels.writeOf("ann", "same-" + i, Labels.NOON);
            }
            stays(0);
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
        });
    }

    @Test
    void ofTwoWorkersOneTrains() {
        try (Worker one = worker();
                Worker other = worker()) {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
            stays(1);
            labels.write("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
            stays(2);
            assertThat(List.of(one.trainings.get(), other.trainings.get())).containsExactlyInAnyOrder(0, 2);

            (one.trainings.get() == 2 ? one : other).close();
            labels.write("forces", 60);
            await().atMost(SOON).until(() -> versions().size() == 3);
            stays(3);
            assertThat(List.of(one.trainings.get(), other.trainings.get())).containsExactlyInAnyOrder(1, 2);
        }
    }

    @Test
    void aWorkerThatIsKilledWhileItTrainsIsReplaced() throws Exception {
        Path gate = scratch.resolve("gate");
        Process killed = TrainerProcess.start(gate, settings(), Path.of("target", "killed-trainer.log"));
        try {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> Files.exists(TrainerProcess.begun(gate)));
            try (Worker other = worker()) {
                await().during(LEADER_TIMEOUT.multipliedBy(2)).until(() -> other.trainings.get() == 0);
                killed.destroyForcibly().waitFor();
                await().atMost(SOON).until(() -> versions().size() == 1);
                stays(1);
                assertThat(other.trainings).hasValue(1);
            }
        } finally {
            killed.destroyForcibly().waitFor();
        }
    }

    @Test
    void aWorkerThatWakesUpAfterItWasReplacedPublishesNothing() throws Exception {
        Path gate = scratch.resolve("gate");
        Process zombie = TrainerProcess.start(gate, settings(), Path.of("target", "zombie-trainer.log"));
        try {
            labels.write("fractions", 60);
            await().atMost(SOON).until(() -> Files.exists(TrainerProcess.begun(gate)));
            signal(zombie, "STOP");
            Files.createFile(TrainerProcess.goOn(gate));
            try (Worker other = worker()) {
                await().atMost(SOON).until(() -> versions().size() == 1);
                assertThat(other.trainings).hasValue(1);
                signal(zombie, "CONT");
                await().atMost(SOON)
                        .until(() -> Files.readString(Path.of("target", "zombie-trainer.log"))
                                .contains("another"));
                stays(1);

                labels.write("circuits", 60);
                await().atMost(SOON).until(() -> versions().size() == 2);
                assertThat(other.trainings).hasValue(2);
            }
        } finally {
            zombie.destroyForcibly().waitFor();
        }
    }

    @Test
    void aNewWriterOfAGroupShutsOutTheOneBefore() {
        WorkerGroup group = new WorkerGroup(trainerSettings().kafka(), "grasp-trainer", "grasp");
        ModelVersion version = ModelVersion.newBuilder()
                .setName("grasp")
                .setVersion("v000001")
                .setChecksum("0".repeat(64))
                .setStatus(ModelStatus.CHAMPION)
                .setReason("a test")
                .setLabels(0)
                .setCreatedAt(Labels.NOON)
                .setDecidedAt(Labels.NOON)
                .setWorker("zombie")
                .build();
        try (SoleWriter before = SoleWriter.open(group);
                SoleWriter now = SoleWriter.open(group);
                SoleWriter ofAnother = SoleWriter.open(new WorkerGroup(group.kafka(), group.name(), "other"))) {
            assertThatThrownBy(() -> before.announce(version))
                    .isInstanceOf(ShutOutException.class)
                    .hasMessageContainingAll("v000001", "another worker", "grasp-trainer.grasp");
            assertThat(versions()).isEmpty();
            now.announce(version);
            ofAnother.announce(version);
            now.announce(version);
            assertThat(versions()).hasSize(3);
        }
    }

    @Test
    void whatAnErasedStudentWroteIsInNoVersionAndLeavesTheLog() throws Exception {
        labels.write("fractions", 60);
        labels.writeOf("ann", "ann-before", Labels.NOON);
        erase("ann", Labels.NOON.plusSeconds(60));
        whileAWorkerRuns(() -> {
            labels.writeOf("ann", "ann-late", Labels.NOON.plusSeconds(59));
            labels.writeOf("ann", "ann-again", Labels.NOON.plusSeconds(61));
            await().atMost(SOON).until(() -> tombstones().equals(List.of("ann-before", "ann-late")));
            await().atMost(SOON).until(() -> versions().size() == 1);
            assertThat(rowsOf(versions().get(0))).isEqualTo(61);
            erase("student-3", Labels.NOON);
            await().atMost(SOON).until(() -> tombstones().size() == 2 + 60 / 7 + 1);
        });
        int erased = tombstones().size();
        whileAWorkerRuns(() -> {
            labels.write("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
        });
        assertThat(rowsOf(versions().get(1))).isEqualTo(61 - 9 + 60 - 9);
        assertThat(tombstones()).hasSize(erased + 9);
    }

    @Test
    void aLabelLogThatIsMadeAnewIsLearntAnew() throws Exception {
        whileAWorkerRuns(() -> {
            labels.write("fractions", 90);
            await().atMost(SOON).until(() -> versions().size() == 1);
        });
        cluster.recreate(cluster.topics().labels(), TestCluster.PARTITIONS);
        whileAWorkerRuns(() -> {
            labels.write("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
            stays(2);
        });
        assertThat(versions().get(1).getLearningTopics()).containsExactly("circuits");
        whileAWorkerRuns(() -> stays(2));
    }

    @Test
    void aLabelLogThatIsMadeAnewWhileAWorkerRunsIsLearntAnew() {
        whileAWorkerRuns(() -> {
            labels.write("fractions", 90);
            await().atMost(SOON).until(() -> versions().size() == 1);
            cluster.recreate(cluster.topics().labels(), TestCluster.PARTITIONS - 1);
            labels.write("circuits", 60);
            await().atMost(Duration.ofMinutes(2)).until(() -> versions().size() == 2);
            stays(2);
        });
        assertThat(versions().get(1).getLearningTopics()).containsExactly("circuits");
    }

    /** How many labelled rows a version was made of or judged by. */
    private long rowsOf(ModelVersion version) {
        try {
            JsonNode rows = new ObjectMapper()
                    .readTree(cluster.store()
                            .fetch(new io.grasp.model.ModelVersion(version.getVersion()))
                            .resolve("metrics.json")
                            .toFile())
                    .get("rows");
            return rows.get("training").asLong()
                    + rows.get("validation").asLong()
                    + rows.get("held_out").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void erase(String student, Instant requestedAt) {
        ErasureRequest request = ErasureRequest.newBuilder()
                .setStudentId(student)
                .setRequestedBy("a test")
                .setRequestedAt(requestedAt)
                .build();
        cluster.writer().write(cluster.topics().erasures(), student, request);
        cluster.writer().flush();
    }

    /** Keys of the label log whose text is to be deleted, sorted. */
    private List<String> tombstones() {
        return cluster.read(cluster.topics().labels()).stream()
                .filter(record -> record.value() == null)
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .sorted()
                .toList();
    }

    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** A round that is one too many would come soon. */
    private void stays(int versions) {
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> versions().size() == versions);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", (String) cluster.clients().get("bootstrap.servers"));
        settings.put("model.store", scratch.resolve("models").toString());
        settings.put("training.quiet-period", "500ms");
        settings.put("training.min-interval", "100ms");
        settings.put("training.leader-timeout", LEADER_TIMEOUT.toMillis() + "ms");
        return settings;
    }

    private TrainerSettings trainerSettings() {
        return TrainerSettings.from(Settings.of(settings(), Map.of()));
    }

    private void whileAWorkerRuns(Runnable deeds) {
        whileAWorkerRuns(Map.of(), deeds);
    }

    private void whileAWorkerRuns(Map<String, String> more, Runnable deeds) {
        Map<String, String> settings = new HashMap<>(settings());
        settings.putAll(more);
        Worker worker = new Worker(cluster, TrainerSettings.from(Settings.of(settings, Map.of())));
        try {
            deeds.run();
        } finally {
            worker.close();
        }
    }

    private Worker worker() {
        return new Worker(cluster, trainerSettings());
    }

    /** A worker of this JVM that counts its trainings. */
    private static final class Worker implements AutoCloseable {
        private final AtomicInteger trainings = new AtomicInteger();
        private final TrainerWorker worker;

        Worker(TestCluster cluster, TrainerSettings settings) {
            FineTuner fineTuner = new TransformerFineTuner(
                    settings.checkpoints().map(Checkpoints::ofEachTrainingIn).orElse(Checkpoints.none()));
            worker = new TrainerWorker(
                    settings,
                    cluster.store(),
                    (dataset, start, arguments, progress) -> {
                        trainings.incrementAndGet();
                        return fineTuner.fineTune(dataset, start, arguments, progress);
                    },
                    TinyModel.encoderFiles(1),
                    Clock.systemUTC(),
                    Progress.none());
            Thread thread = new Thread(worker::run, "trainer");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() {
            worker.close();
        }
    }

    private List<ModelVersion> versions() {
        return cluster.values(cluster.topics().modelVersions());
    }
}
