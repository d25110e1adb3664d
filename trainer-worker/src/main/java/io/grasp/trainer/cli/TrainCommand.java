package io.grasp.trainer.cli;

import io.grasp.model.Task;
import io.grasp.model.packaging.ModelPackageWriter;
import io.grasp.trainer.Candidate;
import io.grasp.trainer.CandidateTraining;
import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppedException;
import io.grasp.trainer.arguments.TrainableLayers;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.csv.CsvRows;
import io.grasp.trainer.csv.DataOptions;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.BaseEncoder;
import io.grasp.trainer.finetune.TrainingSpeed;
import io.grasp.trainer.loop.Checkpoints;
import io.grasp.trainer.loop.TransformerFineTuner;
import io.grasp.trainer.publish.CandidatePackage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
    /** What a process that SIGTERM ended exits with. */
    private static final int STOPPED = 143;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private PackageOutput directory = new PackageOutput();

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
            description = "Where checkpoints go, as --save_strategy says and on SIGTERM or Ctrl-C (default: none are"
                    + " written).")
    private @Nullable Path checkpoints;

    @Override
    public Integer call() throws Exception {
        TrainingArguments arguments = TrainingOptions.arguments(command);
        data.requiredData();
        if (data.columns().tasks().isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--task is missing: name a task and the column of its labels");
        }
        refuseCheckpointsOfNothing(arguments);
        try (StopOnSignal signals = new StopOnSignal(Progress.visible())) {
            return trainOrTell(arguments, signals.progress());
        }
    }

    /** A failure is told while the process is still held, or nobody would read of it. */
    private int trainOrTell(TrainingArguments arguments, Progress progress) throws Exception {
        try {
            return train(directory.requireFree(), arguments, progress);
        } catch (StoppedException e) {
            return stopped(e);
        } catch (RuntimeException e) {
            CommandLine line = command.commandLine();
            return line.getExecutionExceptionHandler().handleExecutionException(e, line, line.getParseResult());
        }
    }

    private void refuseCheckpointsOfNothing(TrainingArguments arguments) {
        boolean wanted =
                checkpoints != null || arguments.saving().resumeFromCheckpoint().isPresent();
        if (wanted && arguments.trainable().layers().kind() == TrainableLayers.Kind.HEADS) {
            throw new ParameterException(
                    command.commandLine(),
                    "Heads alone train in one go, without checkpoints: leave --checkpoints and --resume_from_checkpoint out, or set --train_layers");
        }
    }

    private int train(Path free, TrainingArguments arguments, Progress progress) {
        long begun = System.nanoTime();
        CsvRows rows = CsvRows.read(data);
        BaseEncoder encoder = BaseEncoder.open(base);
        CandidateTraining candidateTraining = new CandidateTraining(
                new TransformerFineTuner(checkpoints == null ? Checkpoints.none() : Checkpoints.in(checkpoints)),
                encoder.files(),
                arguments,
                progress);
        Candidate candidate = candidateTraining.train(rows.rows(), rows.scheme().definitions());
        CandidatePackage.write(free, candidate, encoder.name(), Map.of(), Instant.now());
        double seconds = (System.nanoTime() - begun) / 1e9;
        output.print(command, text(candidate, rows, seconds), object(candidate, seconds));
        return ExitCode.OK;
    }

    private int stopped(StoppedException stopped) {
        PrintWriter err = command.commandLine().getErr();
        err.println(
                stopped.getMessage() + ". "
                        + stopped.checkpoint()
                                .map("To go on, add --resume_from_checkpoint %s"::formatted)
                                .orElse(
                                        "There is nothing to go on from: checkpoints are written with --checkpoints DIR, while an encoder trains"));
        err.flush();
        return STOPPED;
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
        candidate
                .arguments()
                .abstention()
                .unreachedBy(candidate.model().heads())
                .forEach(sentence -> text.append("Note: ").append(sentence).append('\n'));
        text.append("Trained on %d rows, tuned on %d, judged on %d; %d blank ones left out; %.1f s%n"
                .formatted(
                        candidate.dataset().training().size(),
                        candidate.dataset().validation().size(),
                        candidate.dataset().heldOut().size(),
                        candidate.dataset().skippedBlank(),
                        seconds));
        if (candidate.evaluations().isEmpty()) {
            text.append("Note: no row judges it, since every row trains or tunes. Give some another split than '%s'%n"
                    .formatted(LabeledRow.TRAIN));
        } else {
            text.append('\n').append(Table.of(candidate.evaluations()));
            text.append(Table.notesOn(candidate.evaluations()));
        }
        text.append('\n').append("Model package: ").append(directory).append('\n');
        text.append("Report: ").append(report()).append('\n');
        return text.toString();
    }

    private Path report() {
        return directory.file(ModelPackageWriter.REPORT);
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
        TrainingSpeed speed = candidate.model().speed();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("output", directory.toString());
        object.put("report", report().toString());
        object.put("tasks", candidate.dataset().tasks().stream().map(Task::name).toList());
        object.put("training_rows", candidate.dataset().training().size());
        object.put("validation_rows", candidate.dataset().validation().size());
        object.put("held_out_rows", candidate.dataset().heldOut().size());
        object.put("skipped_blank_rows", candidate.dataset().skippedBlank());
        object.put("training_samples", speed.samples());
        object.put("training_seconds", speed.seconds());
        object.put("samples_per_second", speed.samplesPerSecond());
        object.put("seconds", seconds);
        ProcessMemory.peakOfThisProcess().ifPresent(bytes -> object.put("peak_rss_mb", bytes / 1_048_576));
        object.put("evaluations", evaluations);
        return object;
    }
}
