package io.grasp.quickstart.bench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.TinyModel;
import io.grasp.quickstart.Grasp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole streams-app in a process of its own, its classifier in another, and a peer. */
class ThroughputBenchIT {
    @TempDir
    private Path directory;

    @Test
    void theStreamIsMeasuredBesideItsClassifierAndAPeer() throws IOException {
        Path modelPackage = TinyModel.writePackage(directory.resolve("package"), 1, TinyModel.tasks());
        Path data = Files.writeString(directory.resolve("answers.csv"), answers());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exit = Grasp.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "bench",
                        "throughput",
                        // Rounded factors let a close decision depend on what else is in its batch.
                        "--setting",
                        "inference.matmul.precision=highest",
                        "--data=" + data,
                        "--pair=prompt",
                        "--task=comprehension=level",
                        "--model=" + modelPackage,
                        "--partitions=2",
                        "--warm-up=50",
                        "--runs=1",
                        "--setting=inference.threads=1",
                        "--peer=echo '{\"interactions_per_second\": 10}'",
                        "--json");

        assertThat(exit).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/rows").asInt()).isEqualTo(300);
        assertThat(report.at("/peak_gflops/median").asDouble()).isPositive();
        assertThat(report.at("/contenders"))
                .extracting(contender -> contender.at("/name").asText())
                .containsExactly("grasp", "bare", "peer");
        JsonNode grasp = report.at("/contenders/0");
        double speed = grasp.at("/interactions_per_second/median").asDouble();
        assertThat(grasp.at("/times_the_peer").asDouble()).isCloseTo(speed / 10, offset(1e-6));
        assertThat(grasp.at("/evaluations/test/comprehension/rows").asInt()).isEqualTo(150);
        assertThat(grasp.at("/peak_rss_mb").asDouble()).isGreaterThan(100);
        assertThat(grasp.at("/settings/inference.threads").asText()).isEqualTo("1");
        assertThat(grasp.at("/decided_alike").asDouble()).isEqualTo(1);
        assertThat(report.at("/contenders/1/interactions_per_second/median").asDouble())
                .isPositive();
    }

    private static String answers() {
        StringBuilder csv = new StringBuilder("prompt,text,level,split\n");
        for (int i = 0; i < 300; i++) {
            csv.append("question %d,answer number %d,%s,%s\n"
                    .formatted(i % 5, i, i % 3 == 0 ? "novice" : "advanced", i % 2 == 0 ? "train" : "test"));
        }
        return csv.toString();
    }
}
