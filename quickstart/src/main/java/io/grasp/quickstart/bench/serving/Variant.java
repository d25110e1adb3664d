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
record Variant(String name, Path modelPackage, Map<String, String> settings) {
    Variant {
        settings = Map.copyOf(settings);
    }

    /** This variant with a lever pulled. */
    Variant with(Lever lever) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(lever.settings());
        return new Variant(lever.name(), lever.modelPackage().orElse(modelPackage), all);
    }

    Variant with(String name, String setting, String value) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put(setting, value);
        return new Variant(name, modelPackage, all);
    }
}
