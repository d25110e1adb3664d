package io.grasp.model.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a model is right when it is about so sure.
 *
 * @param confidence mean confidence of the bin
 * @param accuracy share of the bin that is right
 * @param rows how many rows are in the bin; for a multi-label task, pairs of a row and a label
 */
public record ReliabilityBin(double confidence, double accuracy, long rows) {
    /** For a JSON file or line. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("confidence", confidence);
        map.put("accuracy", accuracy);
        map.put("rows", rows);
        return map;
    }
}
