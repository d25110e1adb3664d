package io.grasp.trainer.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say which file to read and what its columns hold; a picocli mixin. */
public final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--data", paramLabel = "F.csv", description = "CSV file (RFC 4180, UTF-8, with a header).")
    private @Nullable Path data;

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            defaultValue = "text",
            description = "What the student wrote (default: ${DEFAULT-VALUE}).")
    private String text = "text";

    @Option(
            names = "--pair",
            paramLabel = "COLUMN[+COLUMN]",
            description = "What the text answers, e.g. prompt+reference_answer.")
    private @Nullable String pair;

    @Option(
            names = "--task",
            paramLabel = "NAME=COLUMN[:KIND]",
            converter = TaskColumnConverter.class,
            description = "A task and the column of its labels; repeatable. KIND is single (default), multi (a cell is"
                    + " a|b) or ordinal(a<b<c), lowest first.")
    private List<TaskColumn> tasks = new ArrayList<>();

    @Option(names = "--learning-topic", paramLabel = "COLUMN", description = "What was being learnt.")
    private @Nullable String learningTopic;

    @Option(names = "--student", paramLabel = "COLUMN", description = "The student's id.")
    private @Nullable String student;

    @Option(names = "--id", paramLabel = "COLUMN", description = "The interaction's id (default: row-1, row-2, ...).")
    private @Nullable String id;

    @Option(names = "--time", paramLabel = "COLUMN", description = "When it was written (ISO 8601 or epoch millis).")
    private @Nullable String time;

    @Option(
            names = "--kind",
            paramLabel = "COLUMN",
            description = "In what form it was written: answer (default), question, forum_post, reflection, essay.")
    private @Nullable String kind;

    @Option(
            names = "--split",
            paramLabel = "COLUMN",
            description = "'train' trains, every other value is an evaluation set of that name (default: the column"
                    + " 'split' if there is one, else rows are split by hash).")
    private @Nullable String split;

    /** The file to read, if one was named. */
    public @Nullable Path data() {
        return data;
    }

    /** The file to read; naming none is a mistake in the command line. */
    public Path requiredData() {
        if (data != null) {
            return data;
        }
        String problem = "--data is missing: name the CSV file to read";
        if (command != null) {
            throw new ParameterException(command.commandLine(), problem);
        }
        throw new UnusableDataException(problem);
    }

    /** Which column holds what. */
    public CsvColumns columns() {
        List<String> pairColumns = pair == null ? List.of() : Arrays.asList(pair.split("\\+", -1));
        try {
            return new CsvColumns(text, pairColumns, tasks, learningTopic, student, id, time, split, kind);
        } catch (IllegalArgumentException e) {
            if (command != null) {
                throw new ParameterException(command.commandLine(), e.getMessage(), e);
            }
            throw e;
        }
    }

    /** Says a malformed task in picocli's own way, so that it counts as bad usage. */
    static final class TaskColumnConverter implements ITypeConverter<TaskColumn> {
        @Override
        public TaskColumn convert(String option) {
            try {
                return TaskColumn.parse(option);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
