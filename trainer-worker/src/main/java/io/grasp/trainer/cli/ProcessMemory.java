package io.grasp.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of a process in bytes, heap and native, as Linux tells it. */
public final class ProcessMemory {
    private static final String PEAK = "VmHWM:";
    private static final String RESIDENT = "VmRSS:";

    private ProcessMemory() {}

    public static OptionalLong peakOfThisProcess() {
        return peak(ProcessHandle.current().pid());
    }

    /** The most that it has had at once; empty if the process has ended or the system does not tell. */
    public static OptionalLong peak(long process) {
        return read(process, PEAK);
    }

    /** What it has now; empty if the process has ended or the system does not tell. */
    public static OptionalLong resident(long process) {
        return read(process, RESIDENT);
    }

    private static OptionalLong read(long process, String figure) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
                    .filter(line -> line.startsWith(figure))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
