package io.grasp.quickstart.bench.scale;

import io.grasp.quickstart.bench.contender.MachineLoad;
import io.grasp.quickstart.bench.serving.AppOptions;
import io.grasp.quickstart.bench.serving.Measurement;
import io.grasp.quickstart.bench.serving.Pipeline;
import io.grasp.quickstart.bench.serving.Rounds;
import io.grasp.quickstart.bench.serving.WorkOptions;
import io.grasp.quickstart.bench.serving.Workload;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.streams.StreamsAppSettings;
import io.grasp.trainer.cli.OutputOptions;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the streams-app along each dimension in which classifying can grow. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how the cost of classifying grows with each dimension, one at a time, everything else being as"
                    + " --setting and --partitions say. Each point is measured as by bench throughput: the whole"
                    + " streams-app, from Kafka to Kafka and exactly once, on the same rows. Points are measured in"
                    + " turns; one through which several dimensions pass is measured once.",
            "",
            "inference-threads, stream-threads, partitions: as the settings and topics. instances: apps in processes of"
                    + " their own, of one group, on this machine's cores. text-length: each text so many times, as far"
                    + " as the model reads it. tasks, labels: packages with the same encoder and random heads; one"
                    + " dimension grows from 4 tasks of 5 labels. students: the rows are of so many, in turns; where"
                    + " there are more students than rows, each row is another student's."
        })
public final class ScaleBenchCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Option(
            names = "--dimension",
            paramLabel = Sweep.SYNTAX,
            completionCandidates = UsualSweeps.class,
            description = "A dimension and its values; repeatable. If none is named, all are measured: "
                    + "${COMPLETION-CANDIDATES}.")
    private List<String> dimensions = new ArrayList<>();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each point (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(names = "--plot", paramLabel = "F.png", description = "Also draw the speeds.")
    private @Nullable Path plot;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--runs must be at least 1");
        }
        List<Sweep> sweeps = sweeps();
        StreamsAppSettings settings = app.allSettings();
        Point base = Point.base(settings.inferenceThreads(), settings.streamThreads(), app.partitions());
        Workload workload = work.workload(CsvRows.read(data).rows());
        PrintWriter err = spec.commandLine().getErr();
        MachineLoad load = MachineLoad.now();
        load.warning().ifPresent(err::println);
        ScaleReport report = measure(base, sweeps, workload, err);
        if (plot != null) {
            ScalePicture.write(report.growths(), plot);
        }
        Map<String, Object> object = new LinkedHashMap<>(report.toMap());
        object.put("data", String.valueOf(data.data()));
        object.put("model", app.model().toString());
        object.putAll(load.toMap());
        output.print(spec, report.text(), object);
        return spec.exitCodeOnSuccess();
    }

    private List<Sweep> sweeps() {
        try {
            return dimensions.isEmpty() ? Sweep.usual() : Sweep.parse(dimensions);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ScaleReport measure(Point base, List<Sweep> sweeps, Workload workload, PrintWriter err)
            throws InterruptedException {
        try (Scratch scratch = Scratch.create("grasp-bench")) {
            Plan plan = new Plan(base, sweeps);
            Setups setups = new Setups(app.variant(), workload, new VariantPackages(app.model(), scratch.directory()));
            Map<Point, Pipeline> pipelines = new LinkedHashMap<>();
            plan.names().forEach((point, name) -> pipelines.put(point, setups.at(point, name)));
            Rounds measured = Rounds.measure(List.copyOf(pipelines.values()), rounds, err);
            Map<Point, List<Measurement>> runs = new LinkedHashMap<>();
            pipelines.forEach((point, pipeline) -> runs.put(point, measured.of(pipeline)));
            return new ScaleReport(base, plan.growths(runs), measured.conditions(workload));
        }
    }

    /** For the help of the option. */
    static final class UsualSweeps extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        UsualSweeps() {
            super(Arrays.stream(Dimension.values()).map(Dimension::usual).toList());
        }
    }
}
