package io.grasp.quickstart.bench.serving;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How long processes had kept a core busy, as of several looks at them. Not thread-safe. */
final class CpuTimes {
    private final NavigableMap<Long, Long> used = new TreeMap<>();

    /** Adds a look; one that saw nothing counts as none. */
    void add(long nanos, OptionalLong cpuNanos) {
        cpuNanos.ifPresent(cpu -> used.put(nanos, cpu));
    }

    /** How long they kept a core busy from one moment to another; empty without a look before and one after. */
    OptionalDouble nanosBetween(long from, long to) {
        OptionalDouble before = at(from);
        OptionalDouble after = at(to);
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Between two looks, as if they had been equally busy all the time. */
    private OptionalDouble at(long nanos) {
        Map.@Nullable Entry<Long, Long> earlier = used.floorEntry(nanos);
        Map.@Nullable Entry<Long, Long> later = used.ceilingEntry(nanos);
        if (earlier == null || later == null) {
            return OptionalDouble.empty();
        }
        double length = Math.max(1, later.getKey() - earlier.getKey());
        double share = (nanos - earlier.getKey()) / length;
        return OptionalDouble.of(earlier.getValue() + share * (later.getValue() - earlier.getValue()));
    }
}
