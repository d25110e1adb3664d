package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

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

/** One app in a process of its own, then two of one group. */
class ScaleBenchIT {
    @TempDir
    private Path directory;

    @Test
    void oneAppIsMeasuredBesideTwoThatShareItsPartitions() throws IOException {
        Path modelPackage = TinyModel.writePackage(directory.resolve("package"), 1, TinyModel.tasks());
        Path data = Files.writeString(directory.resolve("answers.csv"), answers());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exit = Grasp.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "bench",
                        "scale",
                        "--data=" + data,
                        "--student=student",
                        "--model=" + modelPackage,
                        "--partitions=2",
                        "--setting=inference.threads=1",
                        "--warm-up=200",
                        "--runs=1",
                        "--dimension=instances=1,2",
                        "--json");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(err.toString()).contains("Round 1 of 1: instances=1 …", "Round 1 of 1: instances=2 …");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/rows").asInt()).isEqualTo(600);
        assertThat(report.at("/base/inference-threads").asInt()).isEqualTo(1);
        assertThat(report.at("/dimensions")).hasSize(1);
        JsonNode one = report.at("/dimensions/0/points/0");
        JsonNode two = report.at("/dimensions/0/points/1");
        assertThat(one.at("/times_the_first").asDouble()).isEqualTo(1);
        assertThat(two.at("/value").asInt()).isEqualTo(2);
        assertThat(two.at("/interactions_per_second/median").asDouble()).isPositive();
        assertThat(two.at("/core_ms_per_interaction/median").asDouble()).isPositive();
        assertThat(two.at("/set_aside").asInt()).isZero();
        assertThat(two.at("/peak_rss_mb").asDouble())
                .as("memory of two processes")
                .isGreaterThan(1.3 * one.at("/peak_rss_mb").asDouble());
    }

    private static String answers() {
        StringBuilder csv = new StringBuilder("student,text\n");
        for (int i = 0; i < 600; i++) {
            csv.append("student %d,answer number %d\n".formatted(i % 50, i));
        }
        return csv.toString();
    }
}
