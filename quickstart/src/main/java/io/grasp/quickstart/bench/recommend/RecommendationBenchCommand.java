package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.recommend.Seed;
import io.grasp.trainer.cli.OutputOptions;
import io.grasp.trainer.cli.Table;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows that recommendations learn. */
@Command(
        name = "recommendations",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how soon recommendations find out what helps, at simulated schools where that is known: Thompson"
                    + " sampling beside the fixed ranking of the catalog, chance, and the best possible.",
            "",
            "The same options always print the same figures."
        })
public final class RecommendationBenchCommand implements Callable<Integer> {
    private static final int BLOCKS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--schools",
            paramLabel = "N",
            defaultValue = "20",
            description = "Schools, each of its own seed (default: ${DEFAULT-VALUE}).")
    private int schools = 20;

    @Option(
            names = "--recommendations",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Recommendations at each school, a multiple of 10 (default: ${DEFAULT-VALUE}).")
    private int recommendations = 10_000;

    @Option(
            names = "--interactions",
            paramLabel = "K",
            defaultValue = "5",
            description = "A learner's next interactions that an outcome is taken from (default: ${DEFAULT-VALUE}).")
    private int interactions = 5;

    @Option(names = "--plot", paramLabel = "F.png", description = "Also draw the share of best choices.")
    private @Nullable Path plot;

    @Mixin
    private OutputOptions printing = new OutputOptions();

    @Override
    public Integer call() {
        requireAtLeast("--schools", 1, schools);
        requireAtLeast("--recommendations", BLOCKS, recommendations);
        requireAtLeast("--interactions", 1, interactions);
        if (recommendations % BLOCKS != 0) {
            throw new ParameterException(
                    spec.commandLine(), "--recommendations must be a multiple of %d".formatted(BLOCKS));
        }
        int block = recommendations / BLOCKS;
        Map<Policy, LearningCurve> curves = curves(block);
        if (plot != null) {
            CurvePicture.write(curves, block, plot);
        }
        printing.print(spec, text(curves, block), result(curves, block));
        return spec.exitCodeOnSuccess();
    }

    private void requireAtLeast(String option, int least, int given) {
        if (given < least) {
            throw new ParameterException(spec.commandLine(), "%s must be at least %d".formatted(option, least));
        }
    }

    private Map<Policy, LearningCurve> curves(int block) {
        RecommendationSimulation simulation = new RecommendationSimulation(recommendations, interactions);
        Map<Policy, LearningCurve> curves = new EnumMap<>(Policy.class);
        for (Policy policy : Policy.values()) {
            spec.commandLine().getErr().printf("%d schools, %s …%n", schools, policy.title());
            spec.commandLine().getErr().flush();
            List<List<Choice>> choices = LongStream.rangeClosed(1, schools)
                    .mapToObj(seed -> simulation.run(policy, new Seed(seed)))
                    .toList();
            curves.put(policy, LearningCurve.of(choices, block));
        }
        return curves;
    }

    private String text(Map<Policy, LearningCurve> curves, int block) {
        return "%d schools; mean, and what all but the lowest and the highest tenth are within%n%n%s%n%s"
                .formatted(
                        schools,
                        table("share of best choices", curves, block, LearningCurve::bestChoices),
                        table("mean gain", curves, block, LearningCurve::gains));
    }

    private static String table(
            String title, Map<Policy, LearningCurve> curves, int block, Function<LearningCurve, List<Band>> figure) {
        Table table = new Table(
                Stream.concat(Stream.of(title), curves.keySet().stream().map(Policy::title))
                        .toArray(String[]::new));
        for (int at = 0; at < BLOCKS; at++) {
            int number = at;
            table.row(Stream.concat(
                            Stream.of(named(at, block)),
                            curves.values().stream()
                                    .map(curve ->
                                            figure.apply(curve).get(number).toString()))
                    .toArray(String[]::new));
        }
        return table.toString();
    }

    private static String named(int at, int block) {
        return "%d to %d".formatted(at * block + 1, (at + 1) * block);
    }

    private Map<String, Object> result(Map<Policy, LearningCurve> curves, int block) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("schools", schools);
        result.put("recommendations", recommendations);
        result.put("interactions", interactions);
        result.put(
                "blocks",
                IntStream.range(0, BLOCKS)
                        .mapToObj(at -> block(curves, at, block))
                        .toList());
        if (plot != null) {
            result.put("plot", plot.toString());
        }
        return result;
    }

    private static Map<String, Object> block(Map<Policy, LearningCurve> curves, int at, int block) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("from", at * block + 1);
        map.put("to", (at + 1) * block);
        curves.forEach((policy, curve) -> map.put(
                policy.key(),
                Map.of(
                        "best_choices", curve.bestChoices().get(at).toMap(),
                        "gain", curve.gains().get(at).toMap())));
        return map;
    }
}
