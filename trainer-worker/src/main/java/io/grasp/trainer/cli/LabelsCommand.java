package io.grasp.trainer.cli;

import io.grasp.events.LabeledInteraction;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.labels.LabelRecords;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands for the label log. */
@Command(
        name = "labels",
        mixinStandardHelpOptions = true,
        description = "Work with labels.",
        subcommands = LabelsCommand.Import.class)
public final class LabelsCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "What is to be done with labels? See --help");
    }

    /** Writes labelled rows to the label log, from which the trainer learns. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Write labelled texts of a CSV file to the label log.")
    public static final class Import implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private DataOptions data = new DataOptions();

        @Mixin
        private KafkaOptions kafkaOptions = new KafkaOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Option(
                names = "--labeled-by",
                paramLabel = "WHO",
                defaultValue = "csv-import",
                description = "Who labelled, pseudonymously (default: ${DEFAULT-VALUE}).")
        private String labeledBy = "csv-import";

        @Override
        public Integer call() {
            data.requiredData();
            if (data.columns().tasks().isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "--task is missing: name a task and the column of its labels");
            }
            KafkaSettings kafka = kafkaOptions.settings();
            CsvRows rows = CsvRows.read(data);
            List<LabeledRow> labeled =
                    rows.rows().stream().filter(row -> !row.labels().isEmpty()).toList();
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            RecordImport<LabeledInteraction> labels =
                    new RecordImport<>(kafka, kafka.topics().labels(), Progress.visible());
            labels.write(labeled, LabeledRow::id, row -> LabelRecords.labeled(row, rows.scheme(), labeledBy, now));
            int unlabeled = rows.rows().size() - labeled.size();
            StringBuilder text = new StringBuilder();
            rows.warnings()
                    .forEach(warning -> text.append("Note: ").append(warning).append('\n'));
            text.append("Wrote %d labelled rows; left out %d without a label".formatted(labeled.size(), unlabeled));
            output.print(command, text.toString(), Map.of("written", labeled.size(), "without_label", unlabeled));
            return 0;
        }
    }
}
