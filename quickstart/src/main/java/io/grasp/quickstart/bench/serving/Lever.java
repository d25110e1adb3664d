package io.grasp.quickstart.bench.serving;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What makes a contender differ from the streams-app as it is set.
 *
 * @param modelPackage another one than the others serve
 */
record Lever(String name, Optional<Path> modelPackage, Map<String, String> settings) {
    static final String SYNTAX = "NAME:key=value[,key=value]";
    private static final String MODEL = "model";

    Lever {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads one as it is written on the command line.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Lever parse(String option) {
        int colon = option.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'%s' is no lever: write %s".formatted(option, SYNTAX));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String pair : option.substring(colon + 1).split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'%s' is no lever: write %s".formatted(option, SYNTAX));
            }
            settings.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        Optional<Path> model = Optional.ofNullable(settings.remove(MODEL)).map(Path::of);
        return new Lever(option.substring(0, colon).strip(), model, settings);
    }

    /** Says a malformed lever in picocli's own way, so that it counts as bad usage. */
    static final class Converter implements ITypeConverter<Lever> {
        @Override
        public Lever convert(String option) {
            try {
                return parse(option);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
