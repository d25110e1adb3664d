package io.grasp.quickstart.bench.scale;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Where in all dimensions the streams-app is measured.
 *
 * @param values those that are missing are what file and package make them: who the students are, which tasks and
 *     labels there are
 */
record Point(Map<Dimension, Integer> values) {
    private static final int TASKS = 4;
    private static final int LABELS = 5;

    Point {
        Map<Dimension, Integer> copy = new EnumMap<>(Dimension.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    /** The point through which all dimensions pass but for tasks and labels; one app, texts as they are. */
    static Point base(int inferenceThreads, int streamThreads, int partitions) {
        return new Point(Map.of(
                Dimension.INFERENCE_THREADS, inferenceThreads,
                Dimension.STREAM_THREADS, streamThreads,
                Dimension.PARTITIONS, partitions,
                Dimension.INSTANCES, 1,
                Dimension.TEXT_LENGTH, 1));
    }

    /**
     * The point at a value of a dimension that passes through this one. Tasks and labels pass through 4 tasks of 5
     * labels, so that these two are measured with packages of one kind.
     */
    Point on(Dimension dimension, int value) {
        Map<Dimension, Integer> others = new EnumMap<>(Dimension.class);
        others.putAll(values);
        if (dimension == Dimension.TASKS || dimension == Dimension.LABELS) {
            others.put(Dimension.TASKS, TASKS);
            others.put(Dimension.LABELS, LABELS);
        }
        others.put(dimension, value);
        return new Point(others);
    }

    OptionalInt of(Dimension dimension) {
        Integer value = values.get(dimension);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    int required(Dimension dimension) {
        return of(dimension).orElseThrow();
    }

    /** For a JSON line. */
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((dimension, value) -> map.put(dimension.written(), value));
        return map;
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().written() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
