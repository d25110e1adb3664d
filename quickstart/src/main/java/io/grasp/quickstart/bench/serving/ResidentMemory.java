package io.grasp.quickstart.bench.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory that a process has now, heap and native; Linux's {@code VmRSS}. */
final class ResidentMemory {
    private static final String NOW = "VmRSS:";

    private ResidentMemory() {}

    /** In bytes; empty if the process has ended or the system does not tell. */
    static OptionalLong of(long process) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process), "status")).stream()
                    .filter(line -> line.startsWith(NOW))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
