package io.grasp.quickstart.bench.scale;

import io.grasp.quickstart.bench.serving.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which points are measured.
 *
 * @param base the point from which one dimension at a time departs
 */
record Plan(Point base, List<Sweep> sweeps) {
    Plan {
        sweeps = List.copyOf(sweeps);
    }

    /** Each point once, however many dimensions pass through it; its name tells all of them. */
    Map<Point, String> names() {
        Map<Point, String> names = new LinkedHashMap<>();
        for (Sweep sweep : sweeps) {
            for (int value : sweep.values()) {
                names.merge(
                        base.on(sweep.dimension(), value),
                        sweep.dimension().written() + "=" + value,
                        (others, name) -> others + ", " + name);
            }
        }
        return names;
    }

    /** What the runs at each point say of each dimension. */
    List<Growth> growths(Map<Point, List<Measurement>> runs) {
        List<Growth> growths = new ArrayList<>();
        for (Sweep sweep : sweeps) {
            Map<Integer, List<Measurement>> own = new LinkedHashMap<>();
            for (int value : sweep.values()) {
                own.put(value, Objects.requireNonNull(runs.get(base.on(sweep.dimension(), value))));
            }
            growths.add(new Growth(sweep.dimension(), own));
        }
        return growths;
    }
}
