package io.grasp.trainer.cli;

import io.grasp.model.Task;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.csv.CsvColumns;
import io.grasp.trainer.csv.CsvFile;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.csv.TaskColumn;
import io.grasp.trainer.csv.UnusableDataException;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.EmbeddedRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Judges a model package on labelled rows. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Judge a model package on labelled texts in a CSV file.")
public final class EvaluateCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model package.")
    private Path model = Path.of("");

    // --split names a column everywhere else; here it may name a set as well, where no column is called so
    @Option(
            names = "--set",
            paramLabel = "NAME",
            description =
                    "Only this evaluation set; 'all' is every row, whatever its split (default: each set that does"
                            + " not train). --split NAME says the same if no column has that name.")
    private @Nullable String set;

    @Option(
            names = "--per-learning-topic",
            description = "Print a line for each learning topic too; --json always has them.")
    private boolean perLearningTopic;

    @Option(
            names = "--parts",
            description = "Also judge what the encoder and the words of heads that read them would decide alone.")
    private boolean parts;

    @Override
    public Integer call() {
        Path file = data.requiredData();
        ModelPackage files = ModelPackageReader.read(model);
        CsvFile csv = CsvFile.read(file);
        String split = data.columns().split();
        boolean splitIsSet = split != null && set == null && !csv.header().contains(split);
        CsvColumns columns = columns(csv, files);
        CsvRows rows = CsvRows.of(csv, splitIsSet ? columns.withoutSplit() : columns);
        Map<String, List<LabeledRow>> sets = sets(file, rows, splitIsSet ? split : set);
        EmbeddedRows vectors =
                EmbeddedRows.asServed(files, TrainingArguments.defaults().perDeviceEvalBatchSize());
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        sets.forEach((name, members) -> {
            List<float[]> theirs = vectors.of(members, "Embedding " + name, Progress.visible());
            evaluations.put(name, Evaluation.of(files.heads(), members, theirs));
            if (parts) {
                evaluations.put(name + ", encoder alone", Evaluation.of(encoderAlone(files), members, theirs));
                evaluations.put(name + ", words alone", Evaluation.of(wordsAlone(files), members, theirs));
            }
        });
        output.print(command, text(evaluations), object(evaluations));
        return 0;
    }

    private static List<ClassificationHead> encoderAlone(ModelPackage files) {
        return files.heads().stream().map(ClassificationHead::withoutLexical).toList();
    }

    /** Of a head that reads no words, nothing is left to be judged. */
    private static List<ClassificationHead> wordsAlone(ModelPackage files) {
        return files.heads().stream()
                .flatMap(head -> head.lexical().map(words -> head.withLexical(words.withMix(0, 1))).stream())
                .toList();
    }

    /** The columns that were named; if none was, those that are called like a task of the model. */
    private CsvColumns columns(CsvFile file, ModelPackage files) {
        CsvColumns columns = data.columns();
        List<Task> known = files.manifest().tasks();
        List<String> names = known.stream().map(Task::name).toList();
        for (TaskColumn column : columns.tasks()) {
            if (!names.contains(column.task())) {
                throw new ParameterException(
                        command.commandLine(),
                        "The model has no task %s. Its tasks are: %s"
                                .formatted(column.task(), String.join(", ", names)));
            }
        }
        if (columns.tasks().isEmpty()) {
            columns = columns.withTasks(names.stream()
                    .filter(file.header()::contains)
                    .map(name -> new TaskColumn(name, name, null, List.of()))
                    .toList());
        }
        if (columns.tasks().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--task is missing, and no column is called like a task of the model (%s)"
                            .formatted(String.join(", ", names)));
        }
        return columns.asKnownBy(known);
    }

    private static Map<String, List<LabeledRow>> sets(Path file, CsvRows rows, @Nullable String set) {
        Map<String, List<LabeledRow>> sets = new TreeMap<>();
        for (LabeledRow row : rows.rows()) {
            String name = ALL.equals(set) ? ALL : Dataset.splitOf(row);
            boolean isWanted = set == null ? !name.equals(LabeledRow.TRAIN) : name.equals(set);
            if (isWanted && !row.text().isBlank()) {
                sets.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
            }
        }
        if (sets.isEmpty()) {
            throw new UnusableDataException(
                    "Cannot use %s: it has no rows of %s. Name another one with --set, or 'all' for every row"
                            .formatted(file, set == null ? "an evaluation set" : "the evaluation set " + set));
        }
        return sets;
    }

    private String text(Map<String, Evaluation> evaluations) {
        Table table = perLearningTopic ? Table.perLearningTopic(evaluations) : Table.of(evaluations);
        return table + Table.notesOn(evaluations);
    }

    private Map<String, Object> object(Map<String, Evaluation> evaluations) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("model", model.toString());
        Map<String, Object> sets = new LinkedHashMap<>();
        evaluations.forEach((name, evaluation) -> sets.put(name, evaluation.toMap()));
        object.put("evaluations", sets);
        return object;
    }
}
