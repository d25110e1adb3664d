package io.grasp.quickstart.bench;

import io.grasp.quickstart.bench.recommend.RecommendationBenchCommand;
import io.grasp.quickstart.bench.scale.ScaleBenchCommand;
import io.grasp.quickstart.bench.serving.LatencyBenchCommand;
import io.grasp.quickstart.bench.serving.SwapBenchCommand;
import io.grasp.quickstart.bench.serving.ThroughputBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks, a subcommand each. */
@Command(
        name = "bench",
        description = "Measure contenders on the same rows and machine, side by side.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrainBenchCommand.class,
            ThroughputBenchCommand.class,
            LatencyBenchCommand.class,
            SwapBenchCommand.class,
            ScaleBenchCommand.class,
            DecisionsBenchCommand.class,
            RecommendationBenchCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a benchmark.");
    }
}
