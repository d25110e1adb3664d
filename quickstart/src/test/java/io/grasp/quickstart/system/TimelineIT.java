package io.grasp.quickstart.system;

import static io.grasp.quickstart.system.AnInteraction.anInteraction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.streams.StreamsApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineIT {
    private static final String WRITTEN = "you add the tops";

    @TempDir
    Path scratch;

    @Test
    void whatHappenedToAStudentIsToldFromWhatIsInKafka() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            cluster.publishChampion(1);
            try (StreamsApp app = cluster.startApp(Map.of())) {
                for (int day = 2; day <= 3; day++) {
                    Instant at = Instant.parse("2026-03-0%dT12:00:00Z".formatted(day));
                    for (String student : new String[] {"ann", "ann/2"}) {
                        cluster.writer()
                                .write(
                                        cluster.topics().interactions(),
                                        student,
                                        anInteraction(student + day, student)
                                                .setOccurredAt(at)
                                                .build());
                    }
                }
                cluster.writer().flush();
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                cluster.values(cluster.topics().learnerState()).size() == 4);
                assertThat(app.readiness().ready()).isTrue();
            }
            String[] command = {"timeline", "--student", "ann", "--zone", "UTC", "--width", "100"};

            assertThat(cluster.run(command))
                    .contains(
                            "Student ann: 2 events from 2 Mar 2026 12:00 to 3 Mar 2026 12:00. Times are those of UTC.")
                    .containsSubsequence(
                            "Monday, 2 March 2026",
                            "12:00  Answer, fractions.addition",
                            "found",
                            "by model v000001",
                            "state",
                            "mastery",
                            "Tuesday, 3 March 2026",
                            "level stays")
                    .doesNotContain(WRITTEN);
            assertThat(cluster.run(with(command, "--text"))).contains(WRITTEN);
            assertThat(cluster.run(with(command, "--from", "2026-03-03", "--to", "2026-03-03")))
                    .contains("3 Mar 2026 12:00, 1 of them shown", "Tuesday")
                    .doesNotContain("Monday");
            JsonNode told = new ObjectMapper().readTree(cluster.run(with(command, "--json")));
            assertThat(told.at("/events/1/interaction_id").asText()).isEqualTo("ann3");
            assertThat(told.at("/events/1/states/0/before/interactions").asInt())
                    .isEqualTo(1);
            assertThat(told.toString()).doesNotContain(WRITTEN);
        }
    }

    @Test
    void aStudentWhomNoTopicKnowsIsAnErrorAndABadDayIsBadUsage() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            assertThat(cluster.run(1, "timeline", "--student", "nobody"))
                    .contains("No topic holds anything about the student 'nobody'");
            assertThat(cluster.run(2, "timeline", "--student", "ann", "--from", "yesterday"))
                    .contains("--from yesterday is neither a day");
        }
    }

    private static String[] with(String[] command, String... more) {
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return all;
    }
}
