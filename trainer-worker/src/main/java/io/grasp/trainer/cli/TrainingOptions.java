package io.grasp.trainer.cli;

import io.grasp.trainer.arguments.ArgumentDescription;
import io.grasp.trainer.arguments.ArgumentValues;
import io.grasp.trainer.arguments.TrainingArguments;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Gives a command an option for each training argument, and {@code --training-arguments} for a file of them. Both
 * {@code --learning_rate}, as in Hugging Face, and {@code --learning-rate} will do.
 */
public final class TrainingOptions implements IModelTransformer {
    private static final String FILE = "--training-arguments";

    @Override
    public CommandSpec transform(CommandSpec command) {
        command.addOption(OptionSpec.builder(FILE, "--training_arguments")
                .paramLabel("F.yaml")
                .type(Path.class)
                .description("File with a line 'name: value' for any training arguments; options win over it.")
                .build());
        Map<String, ArgGroupSpec.Builder> groups = new LinkedHashMap<>();
        for (ArgumentDescription argument : TrainingArguments.descriptions()) {
            groups.computeIfAbsent(argument.group(), TrainingOptions::group).addArg(option(argument));
        }
        groups.values().forEach(group -> command.addArgGroup(group.build()));
        return command;
    }

    /** The arguments that were given to a command that has these options, and defaults for the others. */
    public static TrainingArguments arguments(CommandSpec command) {
        ParseResult parsed = command.commandLine().getParseResult();
        Map<String, String> options = new LinkedHashMap<>();
        for (ArgumentDescription argument : TrainingArguments.descriptions()) {
            String value = parsed.matchedOptionValue("--" + argument.name(), "");
            if (!value.isEmpty()) {
                options.put(argument.name(), value);
            }
        }
        try {
            ArgumentValues file = parsed.hasMatchedOption(FILE)
                    ? ArgumentValues.ofYaml(parsed.matchedOptionValue(FILE, Path.of("")))
                    : ArgumentValues.none();
            return TrainingArguments.of(file.overriddenBy(ArgumentValues.of(options)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private static ArgGroupSpec.Builder group(String title) {
        // An empty line before, so that sections are told apart.
        return ArgGroupSpec.builder().heading("%n" + title + ":%n").validate(false);
    }

    private static OptionSpec option(ArgumentDescription argument) {
        String[] names = Stream.of(argument.name(), argument.name().replace('_', '-'))
                .distinct()
                .map("--"::concat)
                .toArray(String[]::new);
        OptionSpec.Builder option = OptionSpec.builder(names)
                .paramLabel(argument.takes())
                .type(String.class)
                .description("%s Default: %s.".formatted(argument.meaning(), argument.defaultValue()));
        return argument.flag()
                ? option.arity("0..1").fallbackValue("true").build()
                : option.arity("1").build();
    }
}
