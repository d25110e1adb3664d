package io.grasp.quickstart.bench.serving;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What must not happen to interactions.
 *
 * @param missing were not classified
 * @param repeated classifications of what had been classified
 * @param setAside became dead letters
 * @param unannounced were classified by a version that nobody had announced
 */
record Failures(long missing, long repeated, long setAside, long unannounced) {
    long total() {
        return missing + repeated + setAside + unannounced;
    }

    Map<String, Object> json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("missing", missing);
        object.put("repeated", repeated);
        object.put("set_aside", setAside);
        object.put("unannounced", unannounced);
        return object;
    }
}
