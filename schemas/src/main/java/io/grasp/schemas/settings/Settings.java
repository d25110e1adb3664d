package io.grasp.schemas.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a properties file, overridden by environment variables: {@code model.store} by {@code GRASP_MODEL_STORE}.
 * A blank value counts as not set. Gathers every problem, so that one start shows all that is wrong: read all settings,
 * then call {@link #failIfInvalid}. Not thread-safe; needed only while a program starts.
 */
public final class Settings {
    private static final String ENVIRONMENT_PREFIX = "GRASP_";
    private static final String KAFKA_PREFIX = "kafka.";

    private final Map<String, String> file;
    private final Map<String, String> environment;
    private final Set<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private Settings(Map<String, String> file, Map<String, String> environment) {
        this.file = new TreeMap<>(file);
        this.environment = new TreeMap<>(environment);
    }

    /** Settings of the given keys, overridden by the given environment variables. */
    public static Settings of(Map<String, String> keys, Map<String, String> environment) {
        return new Settings(keys, environment);
    }

    /**
     * Settings of a properties file in UTF-8, overridden by the given environment variables. That the file cannot be
     * read is one of the problems.
     */
    public static Settings from(Path propertiesFile, Map<String, String> environment) {
        Properties properties = new Properties();
        @Nullable String problem = null;
        try (Reader reader = Files.newBufferedReader(propertiesFile)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problem = "the settings file %s cannot be read (%s): check that it exists and is UTF-8 text"
                    .formatted(propertiesFile, e.getClass().getSimpleName());
        }
        Map<String, String> keys = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> keys.put(key, properties.getProperty(key)));
        Settings settings = new Settings(keys, environment);
        if (problem != null) {
            settings.problems.add(problem);
        }
        return settings;
    }

    /** The value, or the empty string and a problem if there is none. */
    public String required(String name) {
        return optional(name).orElseGet(() -> {
            problem(name, "is not set: set it in the settings file or the environment");
            return "";
        });
    }

    public Optional<String> optional(String name) {
        known.add(name);
        return Optional.ofNullable(environment.getOrDefault(environmentName(name), file.get(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    public String optional(String name, String defaultValue) {
        return optional(name).orElse(defaultValue);
    }

    /**
     * The parsed value, or the default if there is none. What the parser throws is a problem; its message should say
     * how to write the value.
     */
    public <T> T optional(String name, T defaultValue, Function<String, T> parser) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            return parser.apply(value.get());
        } catch (RuntimeException e) {
            String cure = e.getMessage() == null ? "this is not a possible value; see the README" : e.getMessage();
            problem(name, "= %s: %s".formatted(Secrets.shown(name, value.get()), cure));
            return defaultValue;
        }
    }

    /** A whole number from {@code min} to {@code max}, both included. */
    public int integer(String name, int defaultValue, int min, int max) {
        return optional(name, defaultValue, text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("write a whole number from %d to %d".formatted(min, max), e);
            }
            throw new IllegalArgumentException("write a whole number from %d to %d".formatted(min, max));
        });
    }

    /** A number from {@code min} to {@code max}, both included. */
    public double decimal(String name, double defaultValue, double min, double max) {
        return optional(name, defaultValue, text -> {
            try {
                double number = Double.parseDouble(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("write a number from %s to %s".formatted(min, max), e);
            }
            throw new IllegalArgumentException("write a number from %s to %s".formatted(min, max));
        });
    }

    /**
     * A duration of zero or more, written {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d} or in
     * ISO-8601.
     */
    public Duration duration(String name, Duration defaultValue) {
        return duration(name, defaultValue, Duration.ZERO);
    }

    /** A duration of {@code least} or more. */
    public Duration duration(String name, Duration defaultValue, Duration least) {
        return optional(name, defaultValue, text -> {
            Duration duration = DurationFormat.parse(text);
            if (duration.compareTo(least) < 0) {
                throw new IllegalArgumentException("write a duration of at least %s".formatted(least));
            }
            return duration;
        });
    }

    /** A number of bytes, written {@code 4096}, {@code 512KiB}, {@code 64MiB} or {@code 2GiB}. */
    public long bytes(String name, long defaultValue) {
        return optional(name, defaultValue, ByteSizeFormat::parse);
    }

    public Path path(String name, Path defaultValue) {
        return optional(name, defaultValue, Settings::parsePath);
    }

    public Optional<Path> path(String name) {
        return optional(name, Optional.empty(), text -> Optional.of(parsePath(text)));
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean defaultValue) {
        return optional(name, defaultValue, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("write true or false");
        });
    }

    /** Values separated by commas; blank ones are left out. */
    public List<String> list(String name, List<String> defaultValue) {
        return optional(
                name,
                List.copyOf(defaultValue),
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList());
    }

    /** Every {@code kafka.*} setting without the {@code kafka.}, for Kafka's clients. */
    Map<String, String> kafka() {
        Map<String, String> kafka = new TreeMap<>();
        file.forEach((key, value) -> {
            if (key.startsWith(KAFKA_PREFIX)) {
                kafka.put(key.substring(KAFKA_PREFIX.length()), value.strip());
            }
        });
        String prefix = environmentName(KAFKA_PREFIX);
        environment.forEach((variable, value) -> {
            if (variable.startsWith(prefix) && !value.isBlank()) {
                // Kafka's names have dots only, so the way back from underscores is clear.
                String key = variable.substring(prefix.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                kafka.put(key, value.strip());
            }
        });
        return kafka;
    }

    /** Adds a problem with a setting, in words that follow its name and say what to do. */
    public void problem(String name, String problem) {
        problems.add("%s (or %s) %s".formatted(name, environmentName(name), problem));
    }

    /**
     * Ends the reading of settings. A key of the file that nobody asked for is a problem too; an environment variable
     * only if it looks like a misspelt one, since others put variables there as well.
     *
     * @throws InvalidSettingsException if there was any problem, naming all of them
     */
    public void failIfInvalid() {
        List<String> all = new ArrayList<>(problems);
        file.keySet().stream()
                .filter(key -> !known.contains(key) && !key.startsWith(KAFKA_PREFIX))
                .map(this::unknownKey)
                .forEach(all::add);
        environment.keySet().stream()
                .flatMap(variable -> misspelt(variable).stream())
                .forEach(all::add);
        if (!all.isEmpty()) {
            throw new InvalidSettingsException(all);
        }
    }

    /** Where the settings came from and what they are, without secrets. */
    @Override
    public String toString() {
        return "Settings" + Secrets.shown(file);
    }

    static String environmentName(String name) {
        return ENVIRONMENT_PREFIX
                + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private String unknownKey(String key) {
        String cure = nearest(key, known)
                .map(near -> "did you mean %s (or %s)?".formatted(near, environmentName(near)))
                .orElse("remove it");
        return "%s (or %s) is not a setting: %s".formatted(key, environmentName(key), cure);
    }

    private Optional<String> misspelt(String variable) {
        Set<String> variables = new TreeSet<>();
        known.forEach(name -> variables.add(environmentName(name)));
        if (!variable.startsWith(ENVIRONMENT_PREFIX)
                || variables.contains(variable)
                || variable.startsWith(environmentName(KAFKA_PREFIX))) {
            return Optional.empty();
        }
        return nearest(variable, variables)
                .filter(near -> EditDistance.between(variable, near) <= 2)
                .map(near ->
                        "the environment variable %s is not a setting: did you mean %s?".formatted(variable, near));
    }

    private static Optional<String> nearest(String word, Set<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(candidate -> EditDistance.between(word, candidate)))
                .filter(near -> EditDistance.between(word, near) <= Math.max(2, word.length() / 2));
    }

    private static Path parsePath(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("write a path of a file or directory", e);
        }
    }
}
