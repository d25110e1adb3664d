package io.grasp.quickstart.bench.serving;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app in a process of its own, under interactions that come when they are due. */
class LoadBenchIT {
    @TempDir
    private Path directory;

    private Path data;
    private Path model;

    @BeforeEach
    void aFewAnswersAndATinyModel() throws IOException {
        model = TinyModel.writePackage(directory.resolve("package"), 1, TinyModel.tasks());
        data = Files.writeString(
                directory.resolve("answers.csv"), "text\none answer\nanother answer\nno answer\nsome answer\n");
    }

    @Test
    void latenciesAreOfAllThatWereDueAtEachLoad() throws IOException {
        JsonNode report = bench(
                "latency",
                "--capacity=100",
                "--settle=1",
                "--loads=20,50",
                "--guarantees=at_least_once",
                "--seconds=2");

        assertThat(report.at("/runs")).hasSize(2).allSatisfy(run -> {
            assertThat(run.at("/p50_ms").asDouble()).isPositive();
            assertThat(run.at("/p99_ms").asDouble())
                    .isBetween(
                            run.at("/p50_ms").asDouble(), run.at("/longest_ms").asDouble());
            assertThat(run.at("/failures"))
                    .allSatisfy(count -> assertThat(count.asInt()).isZero());
        });
        assertThat(report.at("/runs/1/interactions").asInt())
                .as("two seconds, fifty a second")
                .isBetween(50, 150);
    }

    @Test
    void nobodyNoticesThatModelsTakeOverFromEachOther() throws IOException {
        Path other = TinyModel.writePackage(directory.resolve("other"), 2, TinyModel.tasks());

        JsonNode report = bench(
                "swap", "--other=" + other, "--swaps=4", "--every=0", "--capacity=100", "--settle=1", "--load=50");

        assertThat(report.at("/swaps").asInt()).isEqualTo(4);
        for (String run : List.of("/swapped", "/quiet")) {
            assertThat(report.at(run + "/interactions").asInt()).isPositive();
            assertThat(report.at(run + "/failures"))
                    .allSatisfy(count -> assertThat(count.asInt()).isZero());
        }
        assertThat(report.at("/rss_mb_after").asDouble()).isGreaterThan(100);
        assertThat(report.at("/seconds_to_adoption/max").asDouble()).isPositive();
    }

    private JsonNode bench(String benchmark, String... options) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(
                "bench", benchmark, "--data=" + data, "--model=" + model, "--partitions=2", "--warm-up=50", "--json"));
        arguments.addAll(List.of(options));
        int exit = Grasp.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(exit).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
