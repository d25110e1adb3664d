package io.grasp.quickstart.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.Classification;
import io.grasp.events.Interaction;
import io.grasp.events.InteractionKind;
import io.grasp.events.ModelActivation;
import io.grasp.model.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promise of DESIGN §6: kill the app whenever you like, nothing is lost and nothing is repeated. */
class ExactlyOnceIT {
    private static final int INTERACTIONS = 900;
    private static final int STUDENTS = 37;
    private static final int KILLS = 6;

    private final Random random = new Random(20260301);

    @TempDir
    Path scratch;

    @Test
    void anAppThatIsKilledAgainAndAgainLeavesTheOutputOfOneThatNeverWas() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            ModelVersion first = cluster.publishChampion(1);
            List<Interaction> sent = interactions();
            sent.forEach(interaction ->
                    cluster.writer().write(cluster.topics().interactions(), interaction.getStudentId(), interaction));
            cluster.writer().flush();

            List<Integer> doneAtKill = new ArrayList<>();
            ModelVersion second = first;
            for (int kill = 1; kill <= KILLS; kill++) {
                doneAtKill.add(runAndKill(cluster));
                if (kill == KILLS / 2) {
                    second = cluster.publishChampion(2);
                }
            }
            runToTheEnd(cluster);

            System.out.printf(
                    "Exactly once: %d interactions, killed %d times when %s of them were committed%n",
                    INTERACTIONS, KILLS, doneAtKill);
            assertThat(doneAtKill).last().satisfies(done -> assertThat(done).isBetween(1, INTERACTIONS - 1));
            assertSameAsGoldenRun(cluster, sent, List.of(first, second));
        }
    }

    private int runAndKill(TestCluster cluster) throws Exception {
        int before = cluster.read(cluster.topics().classifications()).size();
        Process app = start(cluster);
        try {
            // It is killed while it works: after some output, and after a moment that is different each time.
            int enough = before + 1 + random.nextInt(60);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            cluster.read(cluster.topics().classifications()).size() >= enough);
        } finally {
            app.destroyForcibly().waitFor();
        }
        return cluster.read(cluster.topics().classifications()).size();
    }

    private void runToTheEnd(TestCluster cluster) throws Exception {
        Process app = start(cluster);
        try {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() ->
                            cluster.read(cluster.topics().classifications()).size() >= INTERACTIONS);
            // Anything repeated would come out with the next transactions.
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(10))
                    .until(() ->
                            cluster.read(cluster.topics().classifications()).size() == INTERACTIONS);
        } finally {
            app.destroyForcibly().waitFor();
        }
    }

    private Process start(TestCluster cluster) throws Exception {
        Map<String, String> settings = cluster.appSettings();
        settings.put("inference.batch.texts", "4");
        settings.put("classify.pending.capacity", "32");
        return SlowStreamsApp.process(settings, Path.of("target", "killed-app.log"))
                .start();
    }

    private void assertSameAsGoldenRun(TestCluster cluster, List<Interaction> sent, List<ModelVersion> versions) {
        List<Classification> classifications = cluster.values(cluster.topics().classifications());
        assertThat(classifications)
                .extracting(Classification::getInteractionId)
                .as("nothing lost, nothing repeated")
                .containsExactlyInAnyOrderElementsOf(
                        sent.stream().map(Interaction::getInteractionId).toList());
        assertThat(OrderPerStudent.of(classifications, Classification::getStudentId, Classification::getInteractionId))
                .as("order per student")
                .isEqualTo(OrderPerStudent.of(sent, Interaction::getStudentId, Interaction::getInteractionId));
        new JudgedAlone(cluster.store(), sent, JudgedAlone::byAll).assertSame(classifications, versions);
        assertActivationsTellWhoJudged(cluster, classifications);
    }

    private static void assertActivationsTellWhoJudged(TestCluster cluster, List<Classification> classifications) {
        Map<Integer, TreeMap<Long, String>> fromOffset = new HashMap<>();
        for (ModelActivation activation : cluster.values(cluster.topics().modelActivations())) {
            fromOffset
                    .computeIfAbsent(activation.getPartition(), partition -> new TreeMap<>())
                    .put(activation.getFromOffset(), activation.getModel().getVersion());
        }
        for (Classification classification : classifications) {
            assertThat(fromOffset
                            .get(classification.getSourcePartition())
                            .floorEntry(classification.getSourceOffset())
                            .getValue())
                    .isEqualTo(classification.getModel().getVersion());
        }
    }

    private List<Interaction> interactions() {
        List<Interaction> interactions = new ArrayList<>();
        for (int i = 0; i < INTERACTIONS; i++) {
            interactions.add(Interaction.newBuilder()
                    .setInteractionId("i-" + i)
                    .setStudentId("student-" + random.nextInt(STUDENTS))
                    .setLearningTopic("fractions.addition")
                    .setKind(InteractionKind.ANSWER)
                    .setText("word ".repeat(1 + random.nextInt(30)) + i)
                    .setPrompt(i % 3 == 0 ? "What is a half of " + i + "?" : null)
                    .setOccurredAt(Instant.parse("2026-03-02T12:00:00Z").plusSeconds(i))
                    .build());
        }
        return interactions;
    }
}
