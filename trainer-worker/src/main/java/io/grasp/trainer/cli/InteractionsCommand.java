package io.grasp.trainer.cli;

import io.grasp.events.Interaction;
import io.grasp.schemas.settings.KafkaSettings;
import io.grasp.trainer.Progress;
import io.grasp.trainer.csv.CsvColumns;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.labels.LabelRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Commands for interactions. */
@Command(
        name = "interactions",
        mixinStandardHelpOptions = true,
        description = "Work with interactions.",
        subcommands = InteractionsCommand.Import.class)
public final class InteractionsCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "What is to be done with interactions? See --help");
    }

    /** Writes rows as interactions, to be classified. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Write texts of a CSV file to be classified.")
    public static final class Import implements Callable<Integer> {
        @Spec
        private CommandSpec command = CommandSpec.create();

        @Mixin
        private DataOptions data = new DataOptions();

        @Mixin
        private KafkaOptions kafkaOptions = new KafkaOptions();

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Override
        public Integer call() {
            Path file = data.requiredData();
            KafkaSettings kafka = kafkaOptions.settings();
            CsvColumns columns = data.columns().withTasks(List.of());
            CsvRows rows = CsvRows.read(file, columns);
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            RecordImport<Interaction> interactions =
                    new RecordImport<>(kafka, kafka.topics().interactions(), Progress.visible());
            interactions.write(rows.rows(), LabeledRow::student, row -> LabelRecords.interaction(row, now));
            StringBuilder text = new StringBuilder();
            rows.warnings()
                    .forEach(warning -> text.append("Note: ").append(warning).append('\n'));
            text.append("Wrote %d interactions".formatted(rows.rows().size()));
            output.print(command, text.toString(), Map.of("written", rows.rows().size()));
            return 0;
        }
    }
}
