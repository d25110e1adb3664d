package io.grasp.quickstart.bench.recommend;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How one figure came out at several schools.
 *
 * @param low a tenth of the schools are below
 * @param high a tenth of the schools are above
 */
record Band(double mean, double low, double high) {
    private static final double TENTH = 0.1;

    /** Of at least one school. */
    static Band of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Band(
                Arrays.stream(sorted).average().orElseThrow(), quantile(sorted, TENTH), quantile(sorted, 1 - TENTH));
    }

    /** Interpolated between the two nearest. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    Map<String, Double> toMap() {
        Map<String, Double> map = new LinkedHashMap<>();
        map.put("mean", mean);
        map.put("low", low);
        map.put("high", high);
        return map;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", mean, low, high);
    }
}
