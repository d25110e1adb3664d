package io.grasp.quickstart.bench.serving;

import io.grasp.trainer.csv.UnusableDataException;
import io.grasp.trainer.dataset.LabeledRow;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which rows arrive, and in which order; a picocli mixin. */
public final class WorkOptions {
    private static final long SEED = 1;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "2147483647",
            description = "How many rows arrive at most (default: all that are not blank, each once).")
    private int rows = Integer.MAX_VALUE;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many others come first and are not measured; they are made of the same words in reverse,"
                    + " so that no answer is known from them (default: ${DEFAULT-VALUE}).")
    private int warmUp = 1000;

    @Option(
            names = "--questions-at-once",
            paramLabel = "N",
            defaultValue = "8",
            description = "Answers to how many questions arrive at the same time, in random order; the next question"
                    + " begins when all answers to one are in (default: ${DEFAULT-VALUE}).")
    private int questionsAtOnce = 8;

    /**
     * The work that these options make of a file's rows.
     *
     * @throws UnusableDataException if nothing is left
     */
    public Workload workload(List<LabeledRow> all) {
        Workload workload = Workload.of(all, new ArrivalOrder(questionsAtOnce, SEED), rows, warmUp);
        if (workload.measured().isEmpty()) {
            throw new UnusableDataException("There is nothing to classify: every row is blank, or --rows is 0");
        }
        return workload;
    }
}
