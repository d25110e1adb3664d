package io.grasp.quickstart.bench.contender;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options that a command line has, to be handed on to another process. */
public final class GivenOptions {
    private GivenOptions() {}

    /** Those that are wanted, each as often as it was given, written {@code --name=value}. */
    public static List<String> of(CommandLine command, Predicate<OptionSpec> wanted) {
        List<String> given = new ArrayList<>();
        // an option is listed as often as it was given, each time with all its values
        for (OptionSpec option : new LinkedHashSet<>(command.getParseResult().matchedOptions())) {
            if (wanted.test(option)) {
                option.stringValues().forEach(value -> given.add(option.longestName() + "=" + value));
            }
        }
        return given;
    }
}
