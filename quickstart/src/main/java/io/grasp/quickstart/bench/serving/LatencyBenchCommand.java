package io.grasp.quickstart.bench.serving;

import io.grasp.quickstart.bench.contender.MachineLoad;
import io.grasp.trainer.cli.OutputOptions;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how long interactions wait for their classifications, at several loads and processing guarantees. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how long interactions wait until their classifications can be read, committed: they come at random"
                    + " times, at shares of what the streams-app can do, whether or not those before have been"
                    + " answered. A latency begins when an interaction was due, whether or not it could be sent then.",
            "",
            "The app is a process of its own; the embedded broker and those who write and read are in this one, and share"
                    + " its cores. Rows that are through come again with another word at their end."
        })
public final class LatencyBenchCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final double PERCENT = 100;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Mixin
    private LoadOptions load = new LoadOptions();

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "PERCENT",
            defaultValue = "10,50,80",
            description = "Shares of the capacity, one after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> loads = List.of();

    @Option(
            names = "--guarantees",
            split = ",",
            paramLabel = "G",
            defaultValue = StreamsConfig.EXACTLY_ONCE_V2 + "," + StreamsConfig.AT_LEAST_ONCE,
            description = "Processing guarantees, each with an app of its own; capacity is measured with the first"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> guarantees = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long each load lasts (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--plot", paramLabel = "F.png", description = "Also draw latencies against load.")
    private @Nullable Path plot;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || loads.stream().anyMatch(share -> share < 1)) {
            throw new ParameterException(spec.commandLine(), "--seconds and --loads must be at least 1");
        }
        Workload workload = work.workload(CsvRows.read(data).rows());
        PrintWriter err = spec.commandLine().getErr();
        MachineLoad machine = MachineLoad.now();
        machine.warning().ifPresent(err::println);
        double rate = load.capacity(of(guarantees.get(0)), workload, app.partitions(), err);
        List<LatencyFigures> measured = new ArrayList<>();
        for (String guarantee : guarantees) {
            measured.addAll(measure(guarantee, workload, rate, err));
        }
        if (plot != null) {
            LatencyPicture.write(measured, plot);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("capacity", rate);
        object.put("partitions", app.partitions());
        object.putAll(machine.toMap());
        object.put("runs", measured.stream().map(LatencyFigures::json).toList());
        output.print(spec, LatencyFigures.table(measured).toString(), object);
        return spec.exitCodeOnSuccess();
    }

    private Variant of(String guarantee) {
        return app.variant().with(guarantee, "processing.guarantee", guarantee);
    }

    private List<LatencyFigures> measure(String guarantee, Workload workload, double rate, PrintWriter err)
            throws InterruptedException {
        List<LatencyFigures> measured = new ArrayList<>();
        try (ServingApp serving = new ServingApp(of(guarantee), workload, app.partitions())) {
            EndlessRows rows = new EndlessRows(workload);
            for (int share : loads) {
                double perSecond = rate * share / PERCENT;
                err.printf(Locale.ROOT, "%s: %.1f a second for %d s …%n", guarantee, perSecond, seconds);
                err.flush();
                serving.load(rows, new PoissonTimes(perSecond, SEED), load.settle());
                Waiting.Waited waited =
                        serving.load(rows, new PoissonTimes(perSecond, SEED), Duration.ofSeconds(seconds));
                measured.add(new LatencyFigures(guarantee, share, perSecond, waited));
            }
        }
        return measured;
    }
}
