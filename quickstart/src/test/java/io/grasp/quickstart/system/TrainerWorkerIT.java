package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.ModelStatus;
import io.grasp.events.ModelVersion;
import io.grasp.model.TaskKind;
import io.grasp.model.TinyModel;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Stage;
import io.grasp.schemas.settings.Settings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.TrainerSettings;
import io.grasp.trainer.TrainerWorker;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.dataset.TaskScheme;
import io.grasp.trainer.labels.LabelRecords;
import io.grasp.trainer.loop.TransformerFineTuner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels come in; model versions come out. */
class TrainerWorkerIT {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> LEVELS = List.of("novice", "intermediate", "advanced");
    private static final TaskScheme SCHEME =
            new TaskScheme(List.of(new TaskDefinition("comprehension", TaskKind.ORDINAL, LEVELS)));

    @TempDir
    Path scratch;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(scratch);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aNewLearningTopicMakesAVersionAndARestartTrainsNothingAnew() throws Exception {
        whileAWorkerRuns(() -> {
            label("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
        });
        assertThat(versions()).singleElement().satisfies(version -> {
            assertThat(version.getStatus()).isEqualTo(ModelStatus.CHAMPION);
            assertThat(version.getLearningTopics()).containsExactly("fractions");
        });

        whileAWorkerRuns(() -> {
            label("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
            // A round for labels that were used already would come at once.
            await().during(Duration.ofSeconds(3))
                    .atMost(SOON)
                    .until(() -> versions().size() == 2);
        });
        assertThat(versions().get(1).getLearningTopics()).containsExactlyInAnyOrder("circuits", "fractions");
    }

    @Test
    void aLabelThatCannotBeUsedIsSetAsideOnceAndTheOthersTeach() {
        byte[] key = "broken".getBytes(StandardCharsets.UTF_8);
        byte[] noRecord = "{\"level\": \"novice\"}".getBytes(StandardCharsets.UTF_8);
        cluster.writer().writeBytes(cluster.topics().labels(), key, noRecord);
        whileAWorkerRuns(() -> {
            label("fractions", 60);
            await().atMost(SOON).until(() -> versions().size() == 1);
        });
        whileAWorkerRuns(() -> {
            label("circuits", 60);
            await().atMost(SOON).until(() -> versions().size() == 2);
        });

        assertThat(cluster.read(cluster.topics().deadLetters())).singleElement().satisfies(record -> {
            DeadLetter letter = DeadLetter.from(record);
            assertThat(letter.stage()).isEqualTo(Stage.DECODE);
            assertThat(letter.key()).isEqualTo(key);
            assertThat(letter.value()).isEqualTo(noRecord);
            assertThat(letter.origin().topic()).isEqualTo("labels");
        });
    }

    private void whileAWorkerRuns(Runnable deeds) {
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", (String) cluster.clients().get("bootstrap.servers"));
        settings.put("model.store", scratch.resolve("models").toString());
        settings.put("training.quiet-period", "500ms");
        settings.put("training.min-interval", "100ms");
        try (TrainerWorker worker = new TrainerWorker(
                TrainerSettings.from(Settings.of(settings, Map.of())),
                cluster.store(),
                new TransformerFineTuner(Optional.empty()),
                TinyModel.encoderFiles(1),
                Clock.systemUTC(),
                Progress.none())) {
            Thread thread = new Thread(worker::run, "trainer");
            thread.setDaemon(true);
            thread.start();
            deeds.run();
        }
    }

    private void label(String learningTopic, int rows) {
        for (int i = 0; i < rows; i++) {
            String id = learningTopic + "-" + i;
            LabeledRow row = new LabeledRow(
                    id,
                    "student-" + i % 7,
                    learningTopic,
                    "ANSWER",
                    null,
                    null,
                    "word ".repeat(1 + i % 3) + id,
                    Map.of("comprehension", List.of(LEVELS.get(i % 3))),
                    null,
                    null);
            cluster.writer()
                    .write(cluster.topics().labels(), id, LabelRecords.labeled(row, SCHEME, "teacher", Instant.EPOCH));
        }
        cluster.writer().flush();
    }

    private List<ModelVersion> versions() {
        return cluster.values(cluster.topics().modelVersions());
    }
}
