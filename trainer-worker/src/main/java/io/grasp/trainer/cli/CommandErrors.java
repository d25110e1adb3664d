package io.grasp.trainer.cli;

import io.grasp.trainer.Nearest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells a failure in one line on standard error; the stack trace goes to the log, at debug level. A wrong command line
 * is told in a few lines, without a long help that would push the reason off the screen.
 */
public final class CommandErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CommandErrors.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        LOG.debug("Command failed", failure);
        command.getErr().println("Error: " + told(failure).replaceAll("\\R", " "));
        command.getErr().flush();
        return failure instanceof ParameterException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String told(Throwable failure) {
        String message = failure.getMessage();
        String told = message == null || message.isBlank() ? failure.toString() : message;
        Throwable cause = failure.getCause();
        // Kafka's clients say only in the cause what is wrong with a setting.
        return failure instanceof KafkaException && cause != null ? told + ": " + told(cause) : told;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        Optional<String> unknown = unknownOption(failure);
        if (unknown.isPresent()) {
            err.println(unknown.get());
            err.flush();
            return ExitCode.USAGE;
        }
        err.println(failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
            if (command.getSubcommands().isEmpty()) {
                err.printf("See '%s --help'.%n", command.getCommandSpec().qualifiedName(" "));
            } else {
                command.usage(err);
            }
        }
        err.flush();
        return ExitCode.USAGE;
    }

    /**
     * What picocli has to say of an unknown option is to names that begin alike; we want those that are spelt alike.
     */
    private static Optional<String> unknownOption(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched) || !unmatched.isUnknownOption()) {
            return Optional.empty();
        }
        String option = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        Set<String> all = failure.getCommandLine().getCommandSpec().optionsMap().keySet();
        // a training argument may be written with hyphens too; one spelling is enough here
        List<String> known = all.stream()
                .filter(name -> name.equals(withUnderscores(name)) || !all.contains(withUnderscores(name)))
                .toList();
        List<String> related =
                Nearest.to(option, known).map(List::of).orElseGet(() -> Nearest.withAllWordsOf(option, known));
        String command = failure.getCommandLine().getCommandSpec().qualifiedName(" ");
        return Optional.of(
                related.isEmpty()
                        ? "There is no option %s. See '%s --help'.".formatted(option, command)
                        : "There is no option %s. Did you mean %s?".formatted(option, String.join(" or ", related)));
    }

    private static String withUnderscores(String option) {
        return option.startsWith("--") ? "--" + option.substring(2).replace('-', '_') : option;
    }
}
