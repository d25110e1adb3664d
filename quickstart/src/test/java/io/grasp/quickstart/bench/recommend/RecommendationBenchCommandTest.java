package io.grasp.quickstart.bench.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.learner.recommend.Seed;
import io.grasp.quickstart.Grasp;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendationBenchCommandTest {
    private static final int BLOCK = 1000;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static LearningCurve curve(Policy policy) {
        RecommendationSimulation simulation = new RecommendationSimulation(10 * BLOCK, 5);
        return LearningCurve.of(
                LongStream.rangeClosed(1, 10)
                        .mapToObj(seed -> simulation.run(policy, new Seed(seed)))
                        .toList(),
                BLOCK);
    }

    @Test
    void recommendationsLearnWhatHelpsAndBeatFixedRankingAndChance() {
        LearningCurve thompson = curve(Policy.THOMPSON);
        LearningCurve fixed = curve(Policy.FIXED);
        LearningCurve random = curve(Policy.RANDOM);
        LearningCurve best = curve(Policy.BEST);

        assertThat(last(thompson.bestChoices()))
                .isGreaterThan(thompson.bestChoices().get(0).mean() + 0.1)
                .isGreaterThan(last(fixed.bestChoices()))
                .isGreaterThan(last(random.bestChoices()) + 0.1);
        assertThat(last(thompson.gains()))
                .isGreaterThan(last(fixed.gains()))
                .isGreaterThan(last(random.gains()))
                .isLessThanOrEqualTo(last(best.gains()));
        assertThat(best.bestChoices())
                .allSatisfy(share -> assertThat(share.mean()).isEqualTo(1));
    }

    private static double last(List<Band> bands) {
        return bands.get(bands.size() - 1).mean();
    }

    @Test
    void theSameSeedPlaysTheSame() {
        RecommendationSimulation simulation = new RecommendationSimulation(300, 5);

        assertThat(simulation.run(Policy.THOMPSON, new Seed(1)))
                .hasSize(300)
                .isEqualTo(simulation.run(Policy.THOMPSON, new Seed(1)))
                .isNotEqualTo(simulation.run(Policy.THOMPSON, new Seed(2)));
    }

    @Test
    void theBandIsWhatEightOfTenSchoolsAreWithin() {
        assertThat(Band.of(10, 0, 1, 9, 8, 2, 3, 7, 6, 4, 5)).isEqualTo(new Band(5, 1, 9));
    }

    @Test
    void figuresAreTabledAndDrawn() throws IOException {
        Path picture = directory.resolve("curve.png");

        assertThat(bench("--schools=2", "--recommendations=100", "--plot=" + picture))
                .as(err.toString())
                .isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.matches("share of best choices +Thompson sampling +fixed ranking +random.*"))
                .anyMatch(line -> line.matches("91 to 100( +\\d\\.\\d\\d \\(\\d\\.\\d\\d–\\d\\.\\d\\d\\)){4}"));
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isPositive();
    }

    @Test
    void figuresAreAnObjectForPrograms() throws IOException {
        assertThat(bench("--schools=2", "--recommendations=100", "--json")).isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.at("/blocks")).hasSize(10);
        assertThat(report.at("/blocks/9/to").asInt()).isEqualTo(100);
        assertThat(report.at("/blocks/9/best/best_choices/mean").asDouble()).isEqualTo(1);
        assertThat(report.at("/blocks/9/thompson/gain/high").isNumber()).isTrue();
    }

    @Test
    void mistakesInTheCommandLineAreBadUsage() {
        assertThat(bench("--schools=0")).isEqualTo(2);
        assertThat(bench("--recommendations=105")).isEqualTo(2);
        assertThat(err.toString()).contains("--schools must be at least 1", "must be a multiple of 10");
    }

    private int bench(String... more) {
        List<String> arguments = new ArrayList<>(List.of("bench", "recommendations"));
        arguments.addAll(List.of(more));
        return Grasp.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
