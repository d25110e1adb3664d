package io.grasp.quickstart.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.quickstart.bench.serving.Conditions;
import io.grasp.quickstart.bench.serving.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleReportTest {
    private static final long MB = 1 << 20;

    private static Measurement run(double perSecond, OptionalDouble coreMillis, long peakBytes, long setAside) {
        return new Measurement(perSecond, coreMillis, peakBytes, OptionalDouble.of(3), Map.of(), setAside);
    }

    private static Measurement run(double perSecond, double coreMillis, long peakBytes) {
        return run(perSecond, OptionalDouble.of(coreMillis), peakBytes, 0);
    }

    private static ScaleReport report(Map<Integer, List<Measurement>> runs) {
        return new ScaleReport(
                Point.base(2, 1, 4),
                List.of(new Growth(Dimension.TEXT_LENGTH, runs)),
                new Conditions(100, 10, List.of(50.0, 52.0, 54.0)));
    }

    private static ScaleReport ofTwoLengths() {
        Map<Integer, List<Measurement>> runs = new LinkedHashMap<>();
        runs.put(1, List.of(run(400, 4, 500 * MB), run(410, 5, 600 * MB), run(390, 6, 400 * MB)));
        runs.put(2, List.of(run(200, 8, 700 * MB), run(100, 9, 700 * MB), run(300, 10, 700 * MB)));
        return report(runs);
    }

    @Test
    void speedsAreMediansWithTheirRangeAndTimesTheFirst() {
        assertThat(ofTwoLengths().text().lines().map(line -> line.replaceAll("  +", " | ")))
                .containsExactly(
                        "dimension | value | interactions a second | times the first | ms of one core | peak memory, MB",
                        "text-length | 1 | 400.0 (390.0–410.0) | 1.000 | 5.000 | 600",
                        "text-length | 2 | 200.0 (100.0–300.0) | 0.500 | 9.000 | 700",
                        "",
                        "Everything else: inference-threads=2, stream-threads=1, partitions=4, instances=1, text-length=1",
                        "100 rows after 10 of warm-up; each point 3 times, in turns; %d cores, matrix peak 52.0 (50.0–54.0) GFLOP/s"
                                .formatted(Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void whatTheSystemDoesNotTellIsADash() {
        ScaleReport report = report(Map.of(1, List.of(run(400, 4, 0), run(400, OptionalDouble.empty(), 0, 0))));

        assertThat(report.text().lines().skip(1).findFirst())
                .hasValueSatisfying(line -> assertThat(line).containsPattern("1\\.000 +- +-$"));
        assertThat(report.toMap().toString()).doesNotContain("core_ms").doesNotContain("peak_rss");
    }

    @Test
    void whatWasSetAsideIsTold() {
        ScaleReport report = report(Map.of(8, List.of(run(400, OptionalDouble.of(1), MB, 7))));

        assertThat(report.text()).contains("Note: at text-length=8, 7 interactions were set aside unclassified");
    }

    @Test
    void programsReadTheSameFigures() {
        JsonNode json = new ObjectMapper().valueToTree(ofTwoLengths().toMap());

        assertThat(json.at("/rounds").asInt()).isEqualTo(3);
        assertThat(json.at("/base/partitions").asInt()).isEqualTo(4);
        assertThat(json.at("/dimensions/0/name").asText()).isEqualTo("text-length");
        JsonNode second = json.at("/dimensions/0/points/1");
        assertThat(second.at("/value").asInt()).isEqualTo(2);
        assertThat(second.at("/interactions_per_second/max").asDouble()).isEqualTo(300);
        assertThat(second.at("/times_the_first").asDouble()).isEqualTo(0.5);
        assertThat(second.at("/core_ms_per_interaction/median").asDouble()).isEqualTo(9);
        assertThat(second.at("/peak_rss_mb").asDouble()).isEqualTo(700);
        assertThat(second.at("/runs/1").asDouble()).isEqualTo(100);
    }

    @Test
    void eachDimensionHasItsChart(@TempDir Path directory) throws IOException {
        Growth lengths = ofTwoLengths().growths().get(0);
        Growth tasks = new Growth(Dimension.TASKS, lengths.runs());
        Path one = directory.resolve("one.png");
        Path two = directory.resolve("two.png");

        ScalePicture.write(List.of(lengths), one);
        ScalePicture.write(List.of(lengths, tasks), two);

        assertThat(ImageIO.read(two.toFile()).getWidth())
                .isEqualTo(2 * ImageIO.read(one.toFile()).getWidth());
    }
}
