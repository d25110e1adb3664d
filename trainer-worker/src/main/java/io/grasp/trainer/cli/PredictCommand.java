package io.grasp.trainer.cli;

import io.grasp.model.LabelScore;
import io.grasp.model.TaskPrediction;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.lexical.LexicalFeatures;
import io.grasp.model.packaging.ModelPackage;
import io.grasp.model.packaging.ModelPackageReader;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.csv.CsvColumns;
import io.grasp.trainer.csv.CsvFile;
import io.grasp.trainer.csv.CsvOutput;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.finetune.EmbeddedRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Classifies one text, or the texts of a CSV file. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description =
                "Classify one text (--text), or the texts of a CSV file (--data; --text then names their column).")
public final class PredictCommand implements Callable<Integer> {
    /** So many rows' vectors are in memory at once. */
    private static final int CHUNK = 10_000;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model package.")
    private Path model = Path.of("");

    @Option(names = "--output", paramLabel = "P.csv", description = "Where the predictions of --data go.")
    private @Nullable Path predictions;

    @Override
    public Integer call() {
        Path file = data.data();
        if (file == null) {
            predictText();
        } else if (predictions == null) {
            throw new ParameterException(command.commandLine(), "--output is missing: name the CSV file to write");
        } else {
            predictFile(file, predictions);
        }
        return 0;
    }

    private void predictText() {
        if (!command.commandLine().getParseResult().hasMatchedOption("--text")) {
            throw new ParameterException(
                    command.commandLine(), "Name a text to classify (--text) or a CSV file (--data and --output)");
        }
        LabeledRow row =
                new LabeledRow("text", "", "", null, null, null, data.columns().text(), Map.of(), null, null);
        ModelPackage files = ModelPackageReader.read(model);
        float[] vector =
                vectors(files).of(List.of(row), "Embedding", Progress.none()).get(0);
        Table table = new Table("task", "decision", "confidence", "probabilities");
        Map<String, Object> tasks = new LinkedHashMap<>();
        for (ClassificationHead head : files.heads()) {
            TaskPrediction prediction = head.predict(vector, LexicalFeatures.of(row.input()));
            table.row(
                    head.task().name(),
                    decision(prediction),
                    Table.figure(prediction.confidence()),
                    scores(prediction));
            tasks.put(head.task().name(), object(prediction));
        }
        output.print(command, table.toString(), Map.of("model", model.toString(), "tasks", tasks));
    }

    private static String decision(TaskPrediction prediction) {
        if (prediction.abstained()) {
            return "(abstains)";
        }
        return prediction.decided().isEmpty() ? "(none)" : String.join("|", prediction.decided());
    }

    private static String scores(TaskPrediction prediction) {
        List<String> scores = new ArrayList<>();
        for (LabelScore score : prediction.scores()) {
            scores.add(score.label() + " " + Table.figure(score.probability()));
        }
        return String.join(", ", scores);
    }

    private static Map<String, Object> object(TaskPrediction prediction) {
        Map<String, Object> probabilities = new LinkedHashMap<>();
        prediction.scores().forEach(score -> probabilities.put(score.label(), score.probability()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("decided", prediction.decided());
        object.put("abstained", prediction.abstained());
        object.put("confidence", prediction.confidence());
        object.put("probabilities", probabilities);
        return object;
    }

    private void predictFile(Path file, Path to) {
        long begun = System.nanoTime();
        CsvColumns columns = data.columns().withTasks(List.of());
        CsvRows rows = CsvRows.of(CsvFile.read(file), columns);
        ModelPackage files = ModelPackageReader.read(model);
        List<String> header = new ArrayList<>(rows.file().header());
        files.heads().forEach(head -> header.addAll(columnsOf(head, rows.file().header())));
        try (CsvOutput written = CsvOutput.to(to, header)) {
            for (int from = 0; from < rows.rows().size(); from += CHUNK) {
                List<LabeledRow> chunk =
                        rows.rows().subList(from, Math.min(rows.rows().size(), from + CHUNK));
                List<float[]> vectors = vectors(files).of(chunk, "Embedding " + file.getFileName(), Progress.visible());
                for (int i = 0; i < chunk.size(); i++) {
                    List<String> cells =
                            new ArrayList<>(rows.file().lines().get(from + i).cells());
                    LexicalFeatures features = LexicalFeatures.of(chunk.get(i).input());
                    for (ClassificationHead head : files.heads()) {
                        cells.addAll(cellsOf(head.predict(vectors.get(i), features)));
                    }
                    written.write(cells);
                }
            }
            written.finish();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        output.print(
                command,
                "Classified %d rows in %.1f s: %s".formatted(rows.rows().size(), seconds, to),
                Map.of("output", to.toString(), "rows", rows.rows().size(), "seconds", seconds));
    }

    private static EmbeddedRows vectors(ModelPackage files) {
        return EmbeddedRows.asServed(files, TrainingArguments.defaults().perDeviceEvalBatchSize());
    }

    /** {@code <task>}, {@code <task>_<label>} …, {@code <task>_abstained}; {@code predicted_…} where that is taken. */
    private static List<String> columnsOf(ClassificationHead head, List<String> taken) {
        String task = head.task().name();
        List<String> columns = new ArrayList<>();
        columns.add(task);
        head.task().labels().forEach(label -> columns.add(task + "_" + label));
        columns.add(task + "_abstained");
        return columns.stream()
                .map(column -> taken.contains(column) ? "predicted_" + column : column)
                .toList();
    }

    private static List<String> cellsOf(TaskPrediction prediction) {
        List<String> cells = new ArrayList<>();
        cells.add(String.join("|", prediction.decided()));
        prediction.scores().forEach(score -> cells.add(String.format(Locale.ROOT, "%.6f", score.probability())));
        cells.add(String.valueOf(prediction.abstained()));
        return cells;
    }
}
