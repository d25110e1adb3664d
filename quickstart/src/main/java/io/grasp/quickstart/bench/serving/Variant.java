package io.grasp.quickstart.bench.serving;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams-app, set up in one way.
 *
 * @param modelPackage what it serves
 * @param settings those that differ from the defaults
 */
public record Variant(String name, Path modelPackage, Map<String, String> settings) {
    public Variant {
        settings = Map.copyOf(settings);
    }

    /** This variant with a lever pulled. */
    Variant with(Lever lever) {
        return with(lever.name(), lever.modelPackage().orElse(modelPackage), lever.settings());
    }

    Variant with(String name, String setting, String value) {
        return with(name, modelPackage, Map.of(setting, value));
    }

    /** This variant with another package, and with these settings too. */
    public Variant with(String name, Path otherPackage, Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(others);
        return new Variant(name, otherPackage, all);
    }
}
