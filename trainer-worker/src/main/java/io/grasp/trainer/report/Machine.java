package io.grasp.trainer.report;

import ai.djl.engine.Engine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training ran on, as far as a repetition needs it.
 *
 * @param software versions, by name
 */
public record Machine(Map<String, String> software, int hardwareThreads) {
    public Machine {
        software = Collections.unmodifiableMap(new LinkedHashMap<>(software));
    }

    /** This one. */
    public static Machine here() {
        String grasp = Machine.class.getPackage().getImplementationVersion();
        Map<String, String> software = new LinkedHashMap<>();
        software.put("Grasp", grasp == null ? "built from source" : grasp);
        software.put("DJL", Engine.getDjlVersion());
        software.put("PyTorch", Engine.getEngine("PyTorch").getVersion());
        software.put("Java", "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")));
        software.put("System", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return new Machine(software, Runtime.getRuntime().availableProcessors());
    }
}
