package io.grasp.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** {@code train} in a process of its own, which can be killed; it computes with one thread. */
final class TrainProcess {
    private TrainProcess() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TrainCommand())
                .setExecutionExceptionHandler(new CommandErrors())
                .setParameterExceptionHandler(new CommandErrors())
                .execute(arguments));
    }

    /** Starts it; what it prints, on either stream, goes to a file. */
    static Process start(Path printed, List<String> arguments) throws IOException {
        return start(List.of(), printed, arguments);
    }

    /** As the other, by a command that runs the one after it. */
    static Process start(List<String> by, Path printed, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=1",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TrainProcess.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
    }
}
