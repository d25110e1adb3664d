package io.grasp.trainer.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells a failure in one line on standard error; the stack trace goes to the log, at debug level. */
public final class CommandErrors implements IExecutionExceptionHandler {
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
}
