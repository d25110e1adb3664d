package io.grasp.quickstart.bench.serving;

import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.quickstart.bench.contender.GivenOptions;
import io.grasp.quickstart.bench.contender.MachineLoad;
import io.grasp.trainer.cli.OutputOptions;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Classifies the same rows with the streams-app, set up in several ways, without Kafka, and with somebody else. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how many interactions a second the whole streams-app classifies, from Kafka to Kafka and exactly"
                    + " once: every row of a CSV file once, in the order of a school in which classes work at the same"
                    + " time. The app is a process of its own, the embedded broker is in this one. Beside it: its"
                    + " classifier alone in a loop (bare), another program (peer), and the app with settings changed"
                    + " (levers), in turns. Decisions are read from the stream and compared with the file's labels.",
            "",
            "A peer's command is run by sh. It ends with 0 and prints, last, a JSON object with"
                    + " interactions_per_second. Memory is measured from outside, alike for all."
        })
public final class ThroughputBenchCommand implements Callable<Integer> {
    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Option(
            names = "--lever",
            paramLabel = Lever.SYNTAX,
            converter = Lever.Converter.class,
            description = "One more contender: the streams-app with these settings too, or with another package"
                    + " (model=DIR); repeatable.")
    private List<Lever> levers = new ArrayList<>();

    @Option(names = "--peer", paramLabel = "COMMAND", description = "Another program that classifies the same rows.")
    private @Nullable String peer;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each contender (default: ${DEFAULT-VALUE}).")
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
        Workload workload = work.workload(rows().rows());
        PrintWriter err = spec.commandLine().getErr();
        MachineLoad load = MachineLoad.now();
        load.warning().ifPresent(err::println);
        ThroughputReport report = measure(workload, err);
        if (plot != null) {
            ThroughputPicture.write(report.speeds(), plot);
        }
        Map<String, Object> object = new LinkedHashMap<>(report.toMap());
        object.put("data", String.valueOf(data.data()));
        object.put("partitions", app.partitions());
        object.putAll(load.toMap());
        output.print(spec, report.text(), object);
        return spec.exitCodeOnSuccess();
    }

    /** Labels are read as the tasks of the model that serves. */
    private CsvRows rows() {
        return CsvRows.read(
                data.requiredData(),
                data.columns()
                        .asKnownBy(
                                ModelPackageReader.read(app.model()).manifest().tasks()));
    }

    private ThroughputReport measure(Workload workload, PrintWriter err) throws InterruptedException {
        Rounds measured = Rounds.measure(contenders(workload), rounds, err);
        return new ThroughputReport(workload, measured.runs(), measured.conditions(workload));
    }

    private List<ServingContender> contenders(Workload workload) {
        Variant variant = app.variant();
        List<ServingContender> contenders = new ArrayList<>();
        contenders.add(new Pipeline(variant, workload, app.partitions()));
        levers.forEach(lever -> contenders.add(new Pipeline(variant.with(lever), workload, app.partitions())));
        contenders.add(Loop.bare(optionsOfTheBareLoop(), app.settingsWithoutKafka()));
        if (peer != null) {
            contenders.add(Loop.peer(peer));
        }
        return contenders;
    }

    private List<String> optionsOfTheBareLoop() {
        Set<String> its =
                new CommandLine(new BareLoop()).getCommandSpec().optionsMap().keySet();
        return GivenOptions.of(spec.commandLine(), option -> its.contains(option.longestName()));
    }
}
