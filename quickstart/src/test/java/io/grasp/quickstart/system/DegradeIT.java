package io.grasp.quickstart.system;

import static io.grasp.quickstart.system.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.Classification;
import io.grasp.events.DecisionPath;
import io.grasp.events.Interaction;
import io.grasp.events.LearnerState;
import io.grasp.model.InteractionModel;
import io.grasp.model.ModelInput;
import io.grasp.model.ModelVersion;
import io.grasp.model.Prediction;
import io.grasp.streams.StreamsApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under overload words alone answer first; whatever happens meanwhile, each such answer is corrected once. */
class DegradeIT {
    private static final int INTERACTIONS = 900;
    private static final int STUDENTS = 30;
    private static final int KILLS = 5;
    private static final int LAG = 40;
    private static final Duration MINUTES = Duration.ofMinutes(4);
    private static final ModelInput KNOWN = ModelInput.ofText("word").on("fractions.addition");

    private final Random random = new Random(20261127);

    @TempDir
    Path scratch;

    private TestCluster cluster;
    private List<Interaction> sent;

    @BeforeEach
    void tooMuchWaits() {
        cluster = new TestCluster(scratch);
        sent = interactions();
        sent.forEach(interaction ->
                cluster.writer().write(cluster.topics().interactions(), interaction.getStudentId(), interaction));
        cluster.writer().flush();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whenTooMuchWaitsWordsAnswerFirstAndTheWholeModelCorrectsThem() {
        ModelVersion first = cluster.publishChampionThatReads(1, KNOWN);
        StreamsApp app = SlowStreamsApp.startHere(settings());
        try {
            await().atMost(MINUTES)
                    .untilAsserted(() -> assertThat(app.readiness().warnings())
                            .anySatisfy(warning -> assertThat(warning).contains("by words alone since")));
            await().atMost(MINUTES).pollInterval(Duration.ofMillis(500)).until(this::allIsCorrected);
            await().atMost(MINUTES)
                    .untilAsserted(() -> assertThat(app.readiness().warnings()).isEmpty());

            cluster.publishChampion(2);
            await().atMost(MINUTES)
                    .untilAsserted(() -> assertThat(app.readiness().warnings())
                            .anySatisfy(warning -> assertThat(warning).contains("reads no words in some task")));
        } finally {
            app.close();
        }
        assertEachIsAnsweredOnceAndCorrectedOnce(List.of(first));
    }

    @Test
    void anAppThatIsKilledAgainAndAgainLosesNoCorrectionAndRepeatsNone() throws Exception {
        List<ModelVersion> versions = new ArrayList<>(List.of(cluster.publishChampionThatReads(1, KNOWN)));
        List<String> doneAtKill = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            int before = classifications(each -> true).size();
            Process app = start();
            try {
                // It is killed while it works, as long as there is enough to do; else while it starts.
                int enough = Math.min(before + 1 + random.nextInt(250), INTERACTIONS + INTERACTIONS / 3);
                await().atMost(MINUTES)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> classifications(each -> true).size() >= enough);
            } finally {
                app.destroyForcibly().waitFor();
            }
            doneAtKill.add("%d + %d"
                    .formatted(
                            classifications(each -> !each.getCorrects()).size(),
                            classifications(Classification::getCorrects).size()));
            if (kill == KILLS - 1) {
                versions.add(cluster.publishChampionThatReads(2, KNOWN));
            }
        }
        Process app = start();
        try {
            await().atMost(MINUTES).pollInterval(Duration.ofMillis(500)).until(this::allIsCorrected);
            // Anything repeated would come out with the next transactions.
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(10)).until(this::allIsCorrected);
        } finally {
            app.destroyForcibly().waitFor();
        }

        System.out.printf(
                "Degraded: %d interactions, killed %d times when %s of them were committed (first answers +"
                        + " corrections)%n",
                INTERACTIONS, KILLS, doneAtKill);
        assertEachIsAnsweredOnceAndCorrectedOnce(versions);
    }

    private Process start() throws Exception {
        return SlowStreamsApp.process(settings(), Path.of("target", "degraded-app.log"))
                .start();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = cluster.appSettings();
        settings.put("inference.threads", "2");
        settings.put("inference.batch.texts", "2");
        settings.put("classify.pending.capacity", "32");
        settings.put("degrade.lag", String.valueOf(LAG));
        // Nearly all that waits shall wait on the broker, where it is measured.
        settings.put("kafka.max.poll.records", "10");
        settings.put("kafka.buffered.records.per.partition", "10");
        return settings;
    }

    private boolean allIsCorrected() {
        List<Classification> all = classifications(each -> true);
        long corrections = all.stream().filter(Classification::getCorrects).count();
        long degraded = all.stream().filter(DegradeIT::isDegraded).count();
        return all.size() - corrections >= INTERACTIONS && corrections >= degraded;
    }

    private void assertEachIsAnsweredOnceAndCorrectedOnce(List<ModelVersion> versions) {
        List<Classification> first = classifications(each -> !each.getCorrects());
        List<Classification> corrections = classifications(Classification::getCorrects);
        List<Classification> degraded = classifications(DegradeIT::isDegraded);
        System.out.printf(
                "Degraded: words alone answered %d of %d first; first answers took %s, corrections %s%n",
                degraded.size(), INTERACTIONS, duration(first), duration(corrections));
        assertThat(ids(first))
                .as("nothing lost, nothing repeated, in the order of each student")
                .isEqualTo(OrderPerStudent.of(sent, Interaction::getStudentId, Interaction::getInteractionId));
        assertThat(degraded).hasSizeGreaterThan(INTERACTIONS / 10);
        assertThat(corrections).noneMatch(DegradeIT::isDegraded);
        assertThat(ids(corrections)).as("each once, in the same order").isEqualTo(ids(degraded));
        assertNoCorrectionComesFirst();
        new JudgedAlone(cluster.store(), sent, DegradeIT::alone).assertSame(classifications(each -> true), versions);
        assertStatesAreOfTheWholeModel();
    }

    private static Duration duration(List<Classification> classifications) {
        LongSummaryStatistics millis = classifications.stream()
                .mapToLong(each -> each.getClassifiedAt().toEpochMilli())
                .summaryStatistics();
        return Duration.ofMillis(millis.getMax() - millis.getMin());
    }

    private void assertNoCorrectionComesFirst() {
        Map<String, DecisionPath> before = new HashMap<>();
        for (Classification each : classifications(any -> true)) {
            if (each.getCorrects()) {
                assertThat(before.get(each.getInteractionId())).isEqualTo(DecisionPath.DEGRADED);
            }
            before.put(each.getInteractionId(), each.getDecidedBy());
        }
    }

    private static Prediction alone(InteractionModel model, Classification each, ModelInput input) {
        return isDegraded(each)
                ? model.byWordsAlone(model.encode(input)).orElseThrow()
                : JudgedAlone.byAll(model, each, input);
    }

    /** A level is that of the latest interaction that has one. */
    private void assertStatesAreOfTheWholeModel() {
        Map<String, String> levels = new HashMap<>();
        classifications(each -> !isDegraded(each)).stream()
                .sorted(Comparator.comparing(Classification::getOccurredAt))
                .forEach(each -> levels.put(each.getStudentId(), each.getComprehensionLevel()));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(latestLevels()).isEqualTo(levels));
    }

    private Map<String, String> latestLevels() {
        Map<String, String> levels = new HashMap<>();
        for (LearnerState state : cluster.values(cluster.topics().learnerState())) {
            levels.put(state.getStudentId(), state.getLevel());
        }
        return levels;
    }

    private List<Classification> classifications(Predicate<Classification> which) {
        return cluster.values(cluster.topics().classifications()).stream()
                .filter(which)
                .toList();
    }

    private static boolean isDegraded(Classification classification) {
        return classification.getDecidedBy() == DecisionPath.DEGRADED;
    }

    /** By student, in order. */
    private static Map<String, List<String>> ids(List<Classification> classifications) {
        return OrderPerStudent.of(classifications, Classification::getStudentId, Classification::getInteractionId);
    }

    private List<Interaction> interactions() {
        List<Interaction> interactions = new ArrayList<>();
        for (int i = 0; i < INTERACTIONS; i++) {
            Interaction.Builder interaction = anInteraction("i-" + i, "student-" + random.nextInt(STUDENTS));
            interactions.add(interaction
                    .setText("word ".repeat(1 + random.nextInt(30)) + i)
                    .setOccurredAt(interaction.getOccurredAt().plusSeconds(i))
                    .build());
        }
        return interactions;
    }
}
