package io.grasp.trainer.cli;

import io.grasp.model.Task;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.CandidateTraining;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.loop.TransformerFineTuner;
import io.grasp.trainer.publish.CandidatePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model on a CSV file and writes it as a package. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        modelTransformer = TrainingOptions.class,
        customSynopsis = "grasp train --data=F.csv --task=NAME=COLUMN[:KIND]... --output=DIR [OPTIONS]",
        description = "Train a model on labelled texts in a CSV file.")
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "Where the model package goes; must not exist or be empty.")
    private Path directory = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "minilm|HF_DIR|PACKAGE",
            defaultValue = BaseEncoder.MINILM,
            description =
                    "Encoder to train from: ${DEFAULT-VALUE} (default), a Hugging Face directory or a model package.")
    private String base = BaseEncoder.MINILM;

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description = "Where checkpoints go as --save_strategy says (default: none are written).")
    private @Nullable Path checkpoints;

    @Override
    public Integer call() throws IOException {
        TrainingArguments arguments = TrainingOptions.arguments(command);
        data.requiredData();
        if (data.columns().tasks().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--task is missing: name a task and the column of its labels");
        }
        requireFree(directory);
        long begun = System.nanoTime();
        CsvRows rows = CsvRows.read(data);
        BaseEncoder encoder = BaseEncoder.open(base);
        CandidateTraining candidateTraining = new CandidateTraining(
                new TransformerFineTuner(Optional.ofNullable(checkpoints)),
                encoder.files(),
                arguments,
                Progress.visible());
        Candidate candidate = candidateTraining.train(rows.rows(), rows.scheme().definitions());
        CandidatePackage.write(directory, candidate, encoder.name(), Map.of(), Instant.now());
        double seconds = (System.nanoTime() - begun) / 1e9;
        output.print(command, text(candidate, rows, seconds), object(candidate, seconds));
        return 0;
    }

    private static void requireFree(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        } else if (!Files.exists(directory)) {
            return;
        }
        throw new IllegalArgumentException(
                "%s is not empty: name a directory that does not exist or is empty".formatted(directory));
    }

    private String text(Candidate candidate, CsvRows rows, double seconds) {
        StringBuilder text = new StringBuilder();
        rows.warnings().forEach(warning -> text.append("Note: ").append(warning).append('\n'));
        unlearnt(candidate, rows)
                .forEach(task -> text.append(
                        "Note: task %s was left out: its training rows have too few labels%n".formatted(task)));
        candidate
                .arguments()
                .regularization()
                .weightsWithoutUse(candidate.dataset().tasks())
                .forEach(sentence -> text.append("Note: ").append(sentence).append('\n'));
        text.append("Trained on %d rows, tuned on %d, judged on %d; %d blank ones left out; %.1f s%n"
                .formatted(
                        candidate.dataset().training().size(),
                        candidate.dataset().validation().size(),
                        candidate.dataset().heldOut().size(),
                        candidate.dataset().skippedBlank(),
                        seconds));
        text.append('\n').append(Table.of(candidate.evaluations()));
        text.append('\n').append("Model package: ").append(directory).append('\n');
        return text.toString();
    }

    private static List<String> unlearnt(Candidate candidate, CsvRows rows) {
        List<String> learnt =
                candidate.dataset().tasks().stream().map(Task::name).toList();
        return rows.scheme().definitions().stream()
                .map(TaskDefinition::name)
                .filter(name -> !learnt.contains(name))
                .toList();
    }

    private Map<String, Object> object(Candidate candidate, double seconds) {
        Map<String, Object> evaluations = new LinkedHashMap<>();
        for (Map.Entry<String, Evaluation> evaluation : candidate.evaluations().entrySet()) {
            evaluations.put(evaluation.getKey(), evaluation.getValue().toMap());
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("output", directory.toString());
        object.put("tasks", candidate.dataset().tasks().stream().map(Task::name).toList());
        object.put("training_rows", candidate.dataset().training().size());
        object.put("validation_rows", candidate.dataset().validation().size());
        object.put("held_out_rows", candidate.dataset().heldOut().size());
        object.put("skipped_blank_rows", candidate.dataset().skippedBlank());
        object.put("seconds", seconds);
        object.put("evaluations", evaluations);
        return object;
    }
}
