package io.grasp.quickstart;

import io.grasp.quickstart.bench.BenchCommand;
import io.grasp.quickstart.broker.BrokerCommand;
import io.grasp.quickstart.cli.DeadLettersCommand;
import io.grasp.quickstart.cli.KnowledgeCommand;
import io.grasp.quickstart.fairness.FairnessCommand;
import io.grasp.quickstart.timeline.TimelineCommand;
import io.grasp.streams.cli.StreamsCommand;
import io.grasp.trainer.cli.CommandErrors;
import io.grasp.trainer.cli.EvaluateCommand;
import io.grasp.trainer.cli.ImportCommand;
import io.grasp.trainer.cli.InteractionsCommand;
import io.grasp.trainer.cli.LabelsCommand;
import io.grasp.trainer.cli.ModelsCommand;
import io.grasp.trainer.cli.PredictCommand;
import io.grasp.trainer.cli.TrainCommand;
import io.grasp.trainer.cli.TrainerCommand;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: one command for each job. Exit codes: 0 done, 1 failed, 2 bad usage. */
@Command(
        name = "grasp",
        description = "Turns what students write into events that a learning platform can act on.",
        mixinStandardHelpOptions = true,
        versionProvider = Grasp.Version.class,
        subcommands = {
            QuickstartCommand.class,
            BrokerCommand.class,
            StreamsCommand.class,
            TrainerCommand.class,
            InteractionsCommand.class,
            LabelsCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            ImportCommand.class,
            ModelsCommand.class,
            KnowledgeCommand.class,
            TimelineCommand.class,
            FairnessCommand.class,
            DeadLettersCommand.class,
            BenchCommand.class
        })
public final class Grasp implements Runnable {
    private static final List<String> SERVICES = List.of("streams", "trainer");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        // A service's operator wants to read what it does; a person at a terminal only what went wrong.
        if (args.length > 0 && SERVICES.contains(args[0])) {
            System.setProperty("grasp.log.level", "INFO");
        }
        System.exit(commandLine().execute(args));
    }

    /** Returns the command line, for running commands in this process. */
    public static CommandLine commandLine() {
        CommandErrors errors = new CommandErrors();
        CommandLine grasp = new CommandLine(new Grasp());
        // It needs the whole system, of which the other benchmarks know nothing.
        Objects.requireNonNull(grasp.getSubcommands().get("bench")).addSubcommand(new EightAnswersCommand());
        return grasp.setExecutionExceptionHandler(errors).setParameterExceptionHandler(errors);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command.");
    }

    /** Reads the version from the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Grasp.class.getPackage().getImplementationVersion();
            return new String[] {"grasp " + (version == null ? "(built from source)" : version)};
        }
    }
}
