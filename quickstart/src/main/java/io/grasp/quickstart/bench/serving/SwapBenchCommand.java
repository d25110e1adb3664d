package io.grasp.quickstart.bench.serving;

import io.grasp.model.ModelVersion;
import io.grasp.quickstart.bench.contender.MachineLoad;
import io.grasp.trainer.cli.OutputOptions;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets two model versions take over from each other under load, and looks whether anybody notices. */
@Command(
        name = "swap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure what taking up another model costs those who write meanwhile: two packages are announced"
                    + " alternately, each some seconds after the one before and when every partition has adopted it, while"
                    + " interactions come at random times. Then as many come for as long without a swap.",
            "",
            "A failure is an interaction that is not classified, is classified twice, becomes a dead letter, or is"
                    + " classified by a version that was not announced."
        })
public final class SwapBenchCommand implements Callable<Integer> {
    private static final long SEED = 1;
    private static final double PERCENT = 100;
    private static final int TOLD_EVERY = 10;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Mixin
    private AppOptions app = new AppOptions();

    @Option(names = "--other", required = true, paramLabel = "DIR", description = "The package that takes over.")
    private Path other = Path.of("");

    @Option(
            names = "--swaps",
            paramLabel = "N",
            defaultValue = "100",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int swaps = 100;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "From one announcement to the next at least (default: ${DEFAULT-VALUE}).")
    private double every = 5;

    @Mixin
    private LoadOptions loadOptions = new LoadOptions();

    @Option(
            names = "--load",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = "Share of the capacity (default: ${DEFAULT-VALUE}).")
    private int load = 50;

    @Option(names = "--plot", paramLabel = "F.png", description = "Also draw memory and duration over the swaps.")
    private @Nullable Path plot;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (swaps < 1 || load < 1 || every < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--swaps and --load must be at least 1, and --every at least 0");
        }
        Workload workload = work.workload(CsvRows.read(data).rows());
        PrintWriter err = spec.commandLine().getErr();
        MachineLoad machine = MachineLoad.now();
        machine.warning().ifPresent(err::println);
        double rate = loadOptions.capacity(app.variant(), workload, app.partitions(), err);
        SwapReport report = measure(workload, rate * load / PERCENT, err);
        if (plot != null) {
            SwapPicture.write(report.swaps(), plot);
        }
        Map<String, Object> object = new LinkedHashMap<>(report.toMap());
        object.put("capacity", rate);
        object.put("load_percent", load);
        object.put("seconds_between_announcements", every);
        object.put("partitions", app.partitions());
        object.putAll(machine.toMap());
        output.print(spec, report.text(), object);
        return spec.exitCodeOnSuccess();
    }

    private SwapReport measure(Workload workload, double perSecond, PrintWriter err) throws InterruptedException {
        try (ServingApp serving = new ServingApp(app.variant(), workload, app.partitions())) {
            EndlessRows rows = new EndlessRows(workload);
            err.printf(Locale.ROOT, "%d swaps at %.1f interactions a second …%n", swaps, perSecond);
            err.flush();
            serving.load(rows, new PoissonTimes(perSecond, SEED), loadOptions.settle());
            long begun = System.nanoTime();
            ModelVersion first = serving.version();
            ModelVersion second = serving.store(other);
            CompletableFuture<Swaps> swapping = swapping(serving, first, second, err);
            Waiting.Waited swapped = serving.load(rows, new PoissonTimes(perSecond, SEED), () -> !swapping.isDone());
            Swaps made = joined(swapping);
            long length = System.nanoTime() - begun;
            err.printf(Locale.ROOT, "… and %.0f s without …%n", length / 1e9);
            err.flush();
            Waiting.Waited quiet = serving.load(rows, new PoissonTimes(perSecond, SEED), Duration.ofNanos(length));
            return new SwapReport(made, swapped, quiet, perSecond, length / 1e9);
        }
    }

    /** Swaps on a thread of its own, while this one writes. */
    private CompletableFuture<Swaps> swapping(
            ServingApp serving, ModelVersion first, ModelVersion second, PrintWriter err) {
        CompletableFuture<Swaps> swapping = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        swapping.complete(Swaps.make(serving, first, second, swaps, pause(), made -> tell(made, err)));
                    } catch (RuntimeException e) {
                        swapping.completeExceptionally(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        swapping.cancel(false);
                    }
                },
                "swaps");
        thread.setDaemon(true);
        thread.start();
        return swapping;
    }

    private Duration pause() {
        return Duration.ofNanos((long) (every * 1e9));
    }

    private void tell(int made, PrintWriter err) {
        if (made % TOLD_EVERY == 0) {
            err.printf("%d of %d swaps%n", made, swaps);
            err.flush();
        }
    }

    private static Swaps joined(CompletableFuture<Swaps> swapping) {
        try {
            return swapping.join();
        } catch (CompletionException | CancellationException e) {
            throw e.getCause() instanceof IllegalStateException failed ? failed : e;
        }
    }
}
