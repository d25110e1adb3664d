package io.grasp.quickstart.bench.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values at which a dimension is measured, in their order.
 *
 * @param values distinct, at least one
 */
record Sweep(Dimension dimension, List<Integer> values) {
    static final String SYNTAX = "NAME=V,V,V";

    Sweep {
        values = values.stream().distinct().toList();
    }

    /** All dimensions at their usual values. */
    static List<Sweep> usual() {
        return parse(Arrays.stream(Dimension.values()).map(Dimension::usual).toList());
    }

    /**
     * Reads them as they are written on the command line.
     *
     * @throws IllegalArgumentException naming all that is wrong with any of them, and the known dimensions
     */
    static List<Sweep> parse(List<String> options) {
        List<String> problems = new ArrayList<>();
        Map<Dimension, Sweep> sweeps = new LinkedHashMap<>();
        for (String option : options) {
            String name = option.replaceFirst("=.*", "").strip();
            Optional<Dimension> dimension = Dimension.called(name);
            if (dimension.isEmpty()) {
                problems.add("there is no dimension '%s'".formatted(name));
            }
            List<Integer> values =
                    values(option, name, dimension.map(Dimension::least).orElse(1), problems);
            if (dimension.isPresent()
                    && sweeps.putIfAbsent(dimension.get(), new Sweep(dimension.get(), values)) != null) {
                problems.add("%s is given twice".formatted(name));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("--dimension %s: %s. The dimensions are %s"
                    .formatted(SYNTAX, String.join("; ", problems), Dimension.names()));
        }
        return List.copyOf(sweeps.values());
    }

    private static List<Integer> values(String option, String name, int least, List<String> problems) {
        int equals = option.indexOf('=');
        if (equals < 0) {
            problems.add("%s has no values".formatted(name));
            return List.of();
        }
        List<Integer> values = new ArrayList<>();
        for (String written : option.substring(equals + 1).split(",", -1)) {
            Optional<Integer> value = wholeNumber(written.strip()).filter(number -> number >= least);
            if (value.isEmpty()) {
                problems.add("%s=%s is no whole number from %d on".formatted(name, written.strip(), least));
            }
            value.ifPresent(values::add);
        }
        return values;
    }

    private static Optional<Integer> wholeNumber(String written) {
        try {
            return Optional.of(Integer.parseInt(written));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
