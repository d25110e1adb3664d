package io.grasp.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that a process has had at once, heap and native; Linux's {@code VmHWM}. */
public final class PeakMemory {
    private static final String PEAK = "VmHWM:";

    private PeakMemory() {}

    public static OptionalLong ofThisProcess() {
        return of(ProcessHandle.current().pid());
    }

    /** In bytes; empty if the process has ended or the system does not tell. */
    public static OptionalLong of(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
