package io.grasp.quickstart.bench.serving;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which streams-app is measured; a picocli mixin. */
final class AppOptions {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "The model package that it serves.")
    private Path model = Path.of("");

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of topics that scale with students (default: ${DEFAULT-VALUE}).")
    private int partitions = 4;

    @Option(
            names = "--setting",
            paramLabel = "key=value",
            description = "A setting of the streams-app that differs from its default; repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    Path model() {
        return model;
    }

    int partitions() {
        return partitions;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** The streams-app that these options describe. */
    Variant variant() {
        return new Variant("grasp", model, settings);
    }
}
