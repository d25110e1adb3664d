package io.grasp.model;

import java.util.regex.Pattern;

/**
 * Names one published model. Versions sort by age: {@code v000007} was published after {@code v000006}.
 *
 * @param name the version as it appears in events, logs and the store
 */
public record ModelVersion(String name) implements Comparable<ModelVersion> {
    private static final Pattern FORM = Pattern.compile("v[0-9]{6}");
    public static final ModelVersion FIRST = new ModelVersion("v000001");

    public ModelVersion {
        if (!matches(name)) {
            throw new IllegalArgumentException("A model version looks like v000042, but got '%s'".formatted(name));
        }
    }

    /** Whether {@code name} has the form of a version. */
    public static boolean matches(String name) {
        return FORM.matcher(name).matches();
    }

    public ModelVersion next() {
        return new ModelVersion("v%06d".formatted(Integer.parseInt(name.substring(1)) + 1));
    }

    @Override
    public int compareTo(ModelVersion other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
