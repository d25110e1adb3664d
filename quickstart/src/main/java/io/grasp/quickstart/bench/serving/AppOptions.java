package io.grasp.quickstart.bench.serving;

import io.grasp.schemas.settings.Settings;
import io.grasp.streams.StreamsAppSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which streams-app is measured; a picocli mixin. */
public final class AppOptions {
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

    public Path model() {
        return model;
    }

    public int partitions() {
        return partitions;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** Its settings, as for an app that has neither broker nor store although settings must name them. */
    Map<String, String> settingsWithoutKafka() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("kafka.bootstrap.servers", "none:1");
        all.put("model.store", "none");
        all.putAll(settings);
        return all;
    }

    /**
     * All its settings but for broker and store, defaults included.
     *
     * @throws io.grasp.schemas.settings.InvalidSettingsException naming every problem at once
     */
    public StreamsAppSettings allSettings() {
        return StreamsAppSettings.from(Settings.of(settingsWithoutKafka(), Map.of()));
    }

    /** The streams-app that these options describe. */
    public Variant variant() {
        return new Variant("grasp", model, settings);
    }
}
