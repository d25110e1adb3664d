package io.grasp.quickstart.bench.contender;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How busy the machine is before anything is measured.
 *
 * @param average runnable threads in the last minute; negative if the system does not tell
 */
public record MachineLoad(double average, int cores) {
    public static MachineLoad now() {
        return new MachineLoad(
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    /** For a JSON line. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cores", cores);
        map.put("load_before", average);
        return map;
    }

    /** What a person should know who reads the figures. */
    public Optional<String> warning() {
        return average > cores / 2.0
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "Note: something else is using this machine (load %.1f on %d cores), so the figures say little",
                        average,
                        cores))
                : Optional.empty();
    }
}
