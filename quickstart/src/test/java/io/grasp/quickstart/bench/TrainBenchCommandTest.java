package io.grasp.quickstart.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.model.TinyModel;
import io.grasp.quickstart.Grasp;
import io.grasp.quickstart.bench.contender.Contender;
import io.grasp.quickstart.bench.contender.ContenderProcess;
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

class TrainBenchCommandTest {
    /** Says how it did, on several lines and after others, as programs do. */
    private static final String PEER = """
            echo loading
            echo '{"train_rows": 90, "train_seconds": 2.0, "samples_per_second": 45.0, "peak_rss_mb": 1,'
            echo ' "eval": {"test": {"rows": 20, "accuracy": 0.75, "macro_f1": 0.5}}}'
            """;

    @TempDir
    private Path directory;

    private Path data;
    private Path base;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aSmallFileAndATinyBase() throws IOException {
        StringBuilder csv = new StringBuilder("text,level\n");
        for (int i = 0; i < 120; i++) {
            csv.append("%s %d,%s\n".formatted(i % 2 == 0 ? "dunno" : "equal parts", i, i % 2 == 0 ? "low" : "high"));
        }
        data = Files.writeString(directory.resolve("answers.csv"), csv);
        base = TinyModel.writePackage(directory.resolve("base"), 5, TinyModel.tasks());
    }

    @Test
    void graspAndAPeerTrainInTurnsAndAreMeasuredAlike() throws IOException {
        assertThat(bench("--peer=" + PEER, "--runs=2", "--max_steps=4", "--per_device_train_batch_size=8", "--json"))
                .as(err.toString())
                .isZero();

        List<String> turns = err.toString()
                .lines()
                .filter(line -> line.startsWith("Round"))
                .map(line -> line.replace(" trains …", ""))
                .toList();
        assertThat(turns)
                .containsExactly(
                        "Round 1 of 2: grasp",
                        "Round 1 of 2: grasp, every parameter",
                        "Round 1 of 2: peer",
                        "Round 2 of 2: peer",
                        "Round 2 of 2: grasp, every parameter",
                        "Round 2 of 2: grasp");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        JsonNode everything = report.at("/contenders/1");
        assertThat(everything.at("/command").asText()).contains("--max_steps=4", "--train_layers=all");
        assertThat(everything.at("/samples_per_second/median").asDouble())
                .isCloseTo(everything.at("/times_the_yardstick").asDouble() * 45, offset(1e-6));
        assertThat(everything.at("/runs"))
                .hasSize(2)
                .allSatisfy(run -> assertThat(run.at("/samples_per_second").asDouble()
                                * run.at("/train_seconds").asDouble())
                        .as("4 steps of 8 rows, and one of refit")
                        .isCloseTo(40, offset(0.01)));
        assertThat(everything.at("/eval/test").fieldNames())
                .toIterable()
                .containsExactly("rows", "accuracy", "macro_f1", "weighted_f1");
        assertThat(everything.at("/peak_rss_mb").asDouble()).isGreaterThan(50);
        assertThat(report.at("/contenders/2/peak_rss_mb").asDouble())
                .as("what the peer says of its memory is not believed")
                .isNotEqualTo(1);
    }

    @Test
    void theTableHasAColumnForEachContender() {
        assertThat(bench("--peer=" + PEER, "--runs=1", "--train_layers=all", "--train_embeddings", "--max_steps=1"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.equals(" grasp peer"))
                .anyMatch(line -> line.matches("samples a second \\S+ \\(\\S+\\) 45\\.0 \\(45\\.0–45\\.0\\)"))
                .anyMatch(line -> line.matches("… in times of peer \\S+ 1\\.00"))
                .anyMatch(line -> line.matches("test: accuracy \\S+ 0\\.750"))
                .anyMatch(line -> line.matches("test: weighted F1 \\S+ -"));
    }

    @Test
    void aPeerThatFailsOrSaysTooLittleIsToldByItsFault() {
        isRefused("exit 3", "peer ended with exit code 3");
        isRefused("echo done", "it does not end with a JSON object");
        isRefused("echo '{\"train_rows\": 1, \"eval\": {}}'", "it has no train_seconds");
        isRefused(
                "echo '{\"train_rows\": 1, \"eval\": {}, \"train_seconds\": \"2\"}'", "its train_seconds is no number");
    }

    @Test
    void mistakesInTheCommandLineAreToldBeforeAnythingTrains() {
        assertThat(bench("--runs=0")).isEqualTo(2);
        assertThat(err.toString()).contains("--runs must be at least 1");
        assertThat(bench("--learning_rat=1")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean --learning_rate?");
        assertThat(bench("--text=txt")).isEqualTo(1);
        assertThat(err.toString()).contains("Did you mean 'text'?").doesNotContain("Round");
    }

    private void isRefused(String command, String fault) {
        Contender<TrainingFigures> peer =
                new Contender<>("peer", command, scratch -> List.of("sh", "-c", command), TrainingFigures::ofPeer);
        assertThatThrownBy(() -> new ContenderProcess<>(peer, directory).run()).hasMessageContaining(fault);
    }

    private int bench(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments =
                new ArrayList<>(List.of("bench", "train", "--data=" + data, "--task=level=level", "--base=" + base));
        arguments.addAll(List.of(more));
        return Grasp.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
