package io.grasp.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grasp.quickstart.cli.Scratch;
import io.grasp.quickstart.sample.Curriculum;
import io.grasp.quickstart.sample.Lesson;
import io.grasp.quickstart.sample.SchoolDay;
import io.grasp.quickstart.sample.ShippedSample;
import io.grasp.trainer.Progress;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.csv.UnusableDataException;
import io.grasp.trainer.dataset.LabeledRow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the whole system in one process, on the shipped sample or on the user's own labelled answers. */
@Command(
        name = "quickstart",
        description = "Run the whole system on an embedded broker, on the shipped sample or, with --data, on your own"
                + " labelled answers.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class QuickstartCommand implements Callable<Integer> {
    @Option(names = "--once", description = "Run through once, print a summary and exit.")
    private boolean once;

    @Option(
            names = "--json",
            description = "With --once: only the summary on standard output, one JSON object on one line.")
    private boolean json;

    @Option(
            names = "--port",
            description = "Where the streams-app answers HTTP (default: ${DEFAULT-VALUE}; 0: any free port).")
    private int port = 8080;

    @Option(names = "--pace", paramLabel = "N", description = "Interactions a second (default: ${DEFAULT-VALUE}).")
    private double pace = 20;

    @Mixin
    private DataOptions data = new DataOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException, InterruptedException {
        if (!(pace > 0)) {
            throw new ParameterException(spec.commandLine(), "--pace must be above 0");
        }
        PrintWriter out =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        try (Scratch scratch = Scratch.create("grasp-sample");
                Quickstart quickstart = new Quickstart(
                        curriculum(scratch.directory(), out), out, Progress.visible(), once ? 0 : port)) {
            RunSummary summary = quickstart.run(pace);
            if (once) {
                print(summary);
            } else {
                quickstart.goOn();
            }
        }
        return spec.exitCodeOnSuccess();
    }

    private Curriculum curriculum(Path scratch, PrintWriter out) {
        Path file = data.data();
        if (file == null) {
            Clock clock = Clock.system(ZoneId.systemDefault());
            SchoolDay yesterday = new SchoolDay(LocalDate.now(clock).minusDays(1), clock.getZone());
            return yesterday.of(new ShippedSample(scratch).read());
        }
        if (data.columns().tasks().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--task is missing: name a task and the column of its labels");
        }
        CsvRows rows = CsvRows.read(data);
        rows.warnings().forEach(warning -> out.println("Note: " + warning));
        Lesson lesson = new Lesson(titleOf(file, rows), rows.rows());
        if (lesson.heldOut().isEmpty()) {
            throw UnusableDataException.in(
                    file,
                    "every row is for training, so there is nothing to stream. Mark rows with another split than '%s', or name another column with --split"
                            .formatted(LabeledRow.TRAIN));
        }
        return Curriculum.of(rows.scheme(), lesson);
    }

    private static String titleOf(Path file, CsvRows rows) {
        long learningTopics =
                rows.rows().stream().map(LabeledRow::learningTopic).distinct().count();
        return "%d learning topic%s of %s"
                .formatted(learningTopics, learningTopics == 1 ? "" : "s", file.getFileName());
    }

    private void print(RunSummary summary) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(new ObjectMapper().writeValueAsString(summary));
        out.flush();
    }
}
