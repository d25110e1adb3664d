package io.grasp.quickstart.bench.latency;

import io.grasp.trainer.cli.OutputOptions;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how long interactions wait for their classifications. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how long interactions wait for their committed classifications: first how many the streams-app"
                    + " answers a second when all come at once (its capacity), then latencies while they come at random"
                    + " times, at shares of that, for each processing guarantee.",
            "",
            "The broker, the streams-app and those who write and read run in this process and share its cores. A latency"
                    + " begins when an interaction was due, whether or not it could be sent then."
        })
public final class LatencyBenchCommand implements Callable<Integer> {
    private static final long SEED = 1;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--model", required = true, paramLabel = "PACKAGE", description = "Model package that serves.")
    private Path model = Path.of("");

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "PERCENT",
            description = "Shares of the capacity (default: ${DEFAULT-VALUE}).",
            defaultValue = "10,50,80")
    private List<Integer> loads = List.of();

    @Option(
            names = "--guarantees",
            split = ",",
            paramLabel = "G",
            description = "Processing guarantees of Kafka Streams (default: ${DEFAULT-VALUE}).",
            defaultValue = StreamsConfig.EXACTLY_ONCE_V2 + "," + StreamsConfig.AT_LEAST_ONCE)
    private List<String> guarantees = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each load lasts (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--flood",
            paramLabel = "N",
            description = "How many interactions come at once to measure the capacity (default: ${DEFAULT-VALUE}).")
    private int flood = 3000;

    @Option(names = "--setting", paramLabel = "NAME=VALUE", description = "A setting of the streams-app; repeatable.")
    private Map<String, String> settings = Map.of();

    @Option(names = "--plot", paramLabel = "F.png", description = "Also draw the latencies against the load.")
    private @Nullable Path plot;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CsvRows rows = CsvRows.read(data.requiredData(), data.columns().withTasks(List.of()));
        List<LatencyFigures> measured = new ArrayList<>();
        guarantees.forEach(guarantee -> measured.addAll(measure(guarantee, rows)));
        if (plot != null) {
            LatencyPicture.write(measured, plot);
        }
        output.print(
                spec,
                LatencyFigures.table(measured).toString(),
                Map.of("runs", measured.stream().map(LatencyFigures::json).toList()));
        return spec.exitCodeOnSuccess();
    }

    private List<LatencyFigures> measure(String guarantee, CsvRows rows) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("processing.guarantee", guarantee);
        List<LatencyFigures> measured = new ArrayList<>();
        StudentTexts texts = new StudentTexts(rows.rows(), SEED, Clock.systemUTC());
        try (ServingSystem system = new ServingSystem(model, all);
                OpenLoop loop = new OpenLoop(system.clients(), system.topics(), texts)) {
            // the first flood warms up what the second measures
            loop.flood(flood);
            double capacity = loop.flood(flood);
            say("%s: %.0f a second when all come at once", guarantee, capacity);
            for (int load : loads) {
                double perSecond = capacity * load / 100;
                say("%s: %.0f a second for %d s …", guarantee, perSecond, seconds);
                measured.add(new LatencyFigures(
                        guarantee,
                        load,
                        perSecond,
                        loop.run(perSecond, Duration.ofSeconds(seconds), new Random(SEED))));
            }
        }
        return measured;
    }

    private void say(String format, Object... arguments) {
        spec.commandLine().getErr().printf(format + "%n", arguments);
        spec.commandLine().getErr().flush();
    }
}
