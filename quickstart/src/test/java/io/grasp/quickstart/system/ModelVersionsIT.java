package io.grasp.quickstart.system;

import static io.grasp.quickstart.system.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.Classification;
import io.grasp.model.ModelVersion;
import io.grasp.model.TinyModel;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.schemas.CompositeKey;
import io.grasp.streams.StreamsApp;
import io.grasp.streams.health.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A running app takes up what is good and refuses what is not, by name, while the version before serves on. */
class ModelVersionsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    /** From the end of the command: two hundred milliseconds of polling, loading and warming up. */
    private static final Duration SECONDS = Duration.ofSeconds(10);

    @TempDir
    Path scratch;

    private TestCluster cluster;
    private StreamsApp app;
    private int count;

    @BeforeEach
    void start() {
        cluster = new TestCluster(scratch);
        app = cluster.startApp(Map.of());
    }

    @AfterEach
    void stop() {
        app.close();
        cluster.close();
    }

    @Test
    void interactionsWaitForAModelAndAreAnsweredByEachThatComes() {
        String early = send();
        assertThat(app.readiness().missing())
                .anySatisfy(reason -> assertThat(reason).contains("no champion of model 'grasp'"));

        ModelVersion first = cluster.publishChampion(1);
        assertThat(awaitVersionThatJudged(early)).isEqualTo(first.name());
        assertThat(app.readiness()).isEqualTo(new Readiness.Report(List.of(), List.of()));

        ModelVersion second = cluster.publishChampion(2);
        awaitServing(second);
        assertThat(awaitVersionThatJudged(send())).isEqualTo(second.name());

        cluster.run("models", "rollback", "--store", scratch.resolve("models").toString());
        awaitServing(first);
        assertThat(awaitVersionThatJudged(send())).isEqualTo(first.name());
    }

    @Test
    void promotingByHandAndRollingBackReachARunningAppInSecondsByOneRecordEach() {
        ModelVersion first = cluster.publishChampion(1);
        awaitServing(first);
        ModelVersion rejected = cluster.publishRejected(2);
        assertThat(awaitVersionThatJudged(send())).isEqualTo(first.name());

        runAndAwaitInSeconds(rejected, "models", "promote", rejected.name(), "--reason", "Teachers prefer it");
        assertThat(awaitVersionThatJudged(send())).isEqualTo(rejected.name());
        assertThat(cluster.run("models", "list")).containsPattern("\\* +%s +CHAMPION".formatted(rejected.name()));
        assertThat(cluster.run("models", "show", rejected.name())).contains("Teachers prefer it");

        runAndAwaitInSeconds(first, "models", "rollback");
        assertThat(awaitVersionThatJudged(send())).isEqualTo(first.name());
        assertThat(cluster.run("models", "show", first.name())).contains("Rolled back from " + rejected.name());
    }

    @Test
    void aVersionWhoseRecordIsDeletedGivesWayToTheChampionBefore() {
        ModelVersion first = cluster.publishChampion(1);
        awaitServing(first);
        ModelVersion second = cluster.publishChampion(2);
        awaitServing(second);

        cluster.writer().write(cluster.topics().modelVersions(), CompositeKey.of("grasp", second.name()), null);
        cluster.writer().flush();
        awaitServing(first);
        assertThat(cluster.run("models", "list"))
                .containsPattern("\\* +%s +CHAMPION".formatted(first.name()))
                .doesNotContain(second.name());
    }

    private void runAndAwaitInSeconds(ModelVersion version, String... command) {
        int records = cluster.values(cluster.topics().modelVersions()).size();
        List<String> verifying = new ArrayList<>(List.of(command));
        verifying.addAll(List.of("--store", scratch.resolve("models").toString()));
        cluster.run(verifying.toArray(String[]::new));
        awaitServing(version, SECONDS);
        assertThat(cluster.values(cluster.topics().modelVersions())).hasSize(records + 1);
    }

    /** What can befall a package between the trainer and us. */
    enum Damage {
        FLIPPED_BYTE,
        MISSING_FILE,
        NEWER_FORMAT
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void aDamagedPackageIsRefusedByName(Damage damage) throws IOException {
        ModelVersion first = cluster.publishChampion(1);
        awaitServing(first);
        Path modelPackage = TinyModel.writePackage(scratch.resolve("damaged"), 2, TinyModel.tasks());
        String checksum = ModelPackageReader.read(modelPackage).checksum();
        ModelVersion second = cluster.store().publish(modelPackage);
        inflict(damage, cluster.store().fetch(second));
        cluster.announce(second, checksum);

        awaitRefusalOf(second);
        assertThat(awaitVersionThatJudged(send())).isEqualTo(first.name());

        ModelVersion third = cluster.publishChampion(3);
        awaitServing(third);
        assertThat(app.readiness().warnings()).isEmpty();
    }

    @Test
    void aPackageThatIsNotTheAnnouncedOneIsRefused() {
        ModelVersion first = cluster.publishChampion(1);
        awaitServing(first);
        ModelVersion second =
                cluster.store().publish(TinyModel.writePackage(scratch.resolve("another"), 2, TinyModel.tasks()));
        cluster.announce(second, "0".repeat(64));

        awaitRefusalOf(second);
        assertThat(awaitVersionThatJudged(send())).isEqualTo(first.name());
    }

    @Test
    void aVersionThatReachesTheStoreLateIsTakenUpThen() {
        ModelVersion first = cluster.publishChampion(1);
        awaitServing(first);
        Path late = TinyModel.writePackage(scratch.resolve("late"), 2, TinyModel.tasks());
        ModelVersion second = new ModelVersion("v000002");
        cluster.announce(second, ModelPackageReader.read(late).checksum());

        awaitRefusalOf(second);
        assertThat(cluster.store().publish(late)).isEqualTo(second);
        awaitServing(second);
    }

    private String send() {
        String id = "interaction-" + count++;
        cluster.writer()
                .write(
                        cluster.topics().interactions(),
                        "ann",
                        anInteraction(id, "ann").build());
        cluster.writer().flush();
        return id;
    }

    private String awaitVersionThatJudged(String id) {
        return await().atMost(SOON)
                .until(
                        () -> cluster.values(cluster.topics().classifications()).stream()
                                .filter(classification ->
                                        classification.getInteractionId().equals(id))
                                .findFirst()
                                .map(Classification::getModel)
                                .map(model -> model.getVersion())
                                .orElse(""),
                        version -> !version.isEmpty());
    }

    private void awaitServing(ModelVersion version) {
        awaitServing(version, SOON);
    }

    private void awaitServing(ModelVersion version, Duration atMost) {
        await().atMost(atMost)
                .until(() -> app.model()
                        .filter(model -> model.version().equals(version))
                        .isPresent());
    }

    private void awaitRefusalOf(ModelVersion version) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(app.readiness().warnings())
                        .singleElement()
                        .asString()
                        .contains(version.name()));
    }

    private static void inflict(Damage damage, Path modelPackage) throws IOException {
        switch (damage) {
            case FLIPPED_BYTE -> {
                Path weights = modelPackage.resolve("model.safetensors");
                byte[] bytes = Files.readAllBytes(weights);
                bytes[bytes.length / 2] ^= 1;
                Files.write(weights, bytes);
            }
            case MISSING_FILE -> Files.delete(modelPackage.resolve("heads.safetensors"));
            case NEWER_FORMAT -> {
                Path manifest = modelPackage.resolve("grasp.json");
                String newer = Files.readString(manifest).replaceFirst("(\"format\"\\s*:\\s*)\\d+", "$199");
                assertThat(newer).isNotEqualTo(Files.readString(manifest));
                Files.writeString(manifest, newer);
            }
        }
    }
}
