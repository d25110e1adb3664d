package io.grasp.trainer.cli;

import java.io.PrintWriter;
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
        String message = failure.getMessage();
        String told = message == null || message.isBlank() ? failure.toString() : message;
        command.getErr().println("Error: " + told.replaceAll("\\R", " "));
        command.getErr().flush();
        return failure instanceof ParameterException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
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
}
