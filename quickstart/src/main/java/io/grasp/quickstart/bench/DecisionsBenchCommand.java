package io.grasp.quickstart.bench;

import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.sample.Curriculum;
import io.grasp.quickstart.sample.ShippedSample;
import io.grasp.trainer.cli.OutputOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the half of the stream that keeps state and decides. */
@Command(
        name = "decisions",
        mixinStandardHelpOptions = true,
        description = "Measure how many classifications the decision half of the stream handles, and how much state it"
                + " keeps, as students and learning topics grow. One stream thread, exactly once, with an embedded"
                + " broker in the same process; what a core does is counted by the stream thread's CPU time.")
final class DecisionsBenchCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Option(
            names = "--students",
            split = ",",
            paramLabel = "N",
            description = "How many, one run each (default: ${DEFAULT-VALUE}).",
            defaultValue = "10000,30000,100000")
    private List<Integer> students = List.of();

    @Option(
            names = "--learning-topics",
            split = ",",
            paramLabel = "N",
            description = "On how many each student writes, one run each (default: ${DEFAULT-VALUE}).",
            defaultValue = "1,3")
    private List<Integer> learningTopics = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each student writes on each (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--plot", paramLabel = "F.png", description = "Also draw how state and speed grow with students.")
    private @Nullable Path plot;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<DecisionFigures> measured = new ArrayList<>();
        try (Scratch scratch = Scratch.create("grasp-sample")) {
            Curriculum sample = new ShippedSample(scratch.directory()).read();
            for (int each : students) {
                for (int topics : learningTopics) {
                    StudentPopulation population =
                            new StudentPopulation(each, topics, rounds, sample.misconceptions(), SEED);
                    spec.commandLine().getErr().printf("%d students on %d learning topics …%n", each, topics);
                    spec.commandLine().getErr().flush();
                    measured.add(new DecisionsBench(sample).run(population));
                }
            }
        }
        if (plot != null) {
            GrowthPicture.write(measured, plot);
        }
        output.print(
                spec,
                DecisionFigures.table(measured).toString(),
                Map.of("runs", measured.stream().map(DecisionFigures::json).toList()));
        return spec.exitCodeOnSuccess();
    }
}
