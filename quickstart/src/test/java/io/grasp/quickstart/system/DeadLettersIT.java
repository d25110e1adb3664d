package io.grasp.quickstart.system;

import static io.grasp.quickstart.system.AnInteraction.anInteraction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grasp.events.Classification;
import io.grasp.streams.StreamsApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT {
    @TempDir
    Path scratch;

    @Test
    void whatWasSetAsideIsListedAndOnceItsCauseIsMendedReplayed() throws Exception {
        try (TestCluster cluster = new TestCluster(scratch)) {
            cluster.publishChampion(1);
            try (StreamsApp unaware = cluster.startApp(Map.of())) {
                cluster.writer()
                        .writeBytes(
                                cluster.topics().interactions(),
                                "ann".getBytes(UTF_8),
                                NewerProducer.aDrawing("drawing", "ann"));
                cluster.writer()
                        .write(
                                cluster.topics().interactions(),
                                "ben",
                                anInteraction("blank", "ben").setText(" ").build());
                cluster.writer().flush();
                await().atMost(Duration.ofSeconds(30))
                        .until(() ->
                                cluster.read(cluster.topics().deadLetters()).size() == 2);
                assertThat(unaware.readiness().ready()).isTrue();
            }

            assertThat(cluster.run("dead-letters", "list"))
                    .contains("DECODE", "schema.directory", "VALIDATE", "text is blank", "2 dead letters")
                    .doesNotContain("two quarters");

            Path schemas = scratch.resolve("schemas");
            NewerProducer.publishSchema(schemas);
            try (StreamsApp aware = cluster.startApp(Map.of("schema.directory", schemas.toString()))) {
                assertThat(cluster.run("dead-letters", "replay", "--stage", "DECODE"))
                        .contains("1 dead letters replayed");

                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThat(cluster.values(cluster.topics().classifications()))
                                        .extracting(Classification::getInteractionId)
                                        .containsExactly("drawing"));
                assertThat(aware.readiness().ready()).isTrue();
            }
        }
    }
}
