package io.grasp.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The first thing that anyone runs. */
class QuickstartIT {
    private static final List<String> LEVELS = List.of("novice", "intermediate", "advanced");
    private static final List<List<String>> VOICES = List.of(
            List.of("no idea", "because its bigger", "you add them i think", "i forgot"),
            List.of("the bottom is how many parts", "same bottoms so add the tops", "i made them both twelfths first"),
            List.of(
                    "The parts must be the same size before you count them, so I used twelfths",
                    "Both denominators divide 12, hence 9/12 and 8/12, which is 17/12"));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theShippedSampleBringsTwoVersionsAndEverythingThatIsDecided() throws IOException {
        JsonNode summary = run("quickstart", "--once", "--json", "--pace", "60");

        assertThat(summary.at("/versions"))
                .hasSize(2)
                .allSatisfy(
                        version -> assertThat(version.get("status").asText()).isEqualTo("CHAMPION"));
        assertThat(summary.get("lost").asLong()).isZero();
        assertThat(summary.get("repeated").asLong()).isZero();
        assertThat(summary.at("/records/classifications").asLong())
                .isEqualTo(summary.get("interactions").asLong()
                        - summary.get("set_aside").asLong());
        assertThat(summary.at("/records/feedback").asLong()).isPositive();
        assertThat(summary.at("/records/recommendations").asLong()).isPositive();
        assertThat(summary.at("/records/learner-state").asLong())
                .isEqualTo(summary.at("/records/classifications").asLong()
                        + summary.at("/records/labels").asLong());
        assertThat(summary.at("/stream/v000002/misconception/macro_f1").asDouble())
                .as("the second version knows misconceptions that the first had never seen")
                .isGreaterThan(0.2);
        assertThat(err.toString())
                .contains(
                        "Teachers label",
                        "v000001 is live",
                        "v000002 is live",
                        "triggered",
                        "What the new version changed, without a restart");
    }

    @Test
    void ownAnswersAreStreamedAndScoredAgainstTheirLabels(@TempDir Path scratch) throws IOException {
        Path file = scratch.resolve("answers.csv");
        Files.write(file, ownAnswers());

        JsonNode summary = run(
                "quickstart",
                "--once",
                "--json",
                "--pace",
                "200",
                "--data",
                file.toString(),
                "--task",
                "comprehension=level:ordinal(novice<intermediate<advanced)",
                "--learning-topic",
                "question");

        assertThat(summary.at("/versions")).hasSize(1);
        assertThat(summary.at("/stream/v000001/comprehension/rows").asInt()).isEqualTo(20);
        assertThat(summary.at("/stream/v000001"))
                .as("what the stream decided is what the trainer measured")
                .isEqualTo(summary.at("/versions/0/held_out/dev"));
        assertThat(summary.get("lost").asLong()).isZero();
        assertThat(summary.get("repeated").asLong()).isZero();
    }

    private JsonNode run(String... command) throws IOException {
        CommandLine grasp =
                Grasp.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(grasp.execute(command)).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .as("only the summary is on standard output")
                .hasSize(1);
        return new ObjectMapper().readTree(out.toString());
    }

    private static List<String> ownAnswers() {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>(List.of("id,question,text,level,split"));
        for (int i = 0; i < 120; i++) {
            int level = random.nextInt(LEVELS.size());
            List<String> voice = VOICES.get(level);
            lines.add("a%d,q%d,\"%s, %d\",%s,%s"
                    .formatted(
                            i,
                            i % 3,
                            voice.get(random.nextInt(voice.size())),
                            i,
                            LEVELS.get(level),
                            i % 6 == 5 ? "dev" : "train"));
        }
        return lines;
    }
}
