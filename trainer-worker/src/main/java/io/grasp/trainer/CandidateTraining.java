package io.grasp.trainer;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import io.grasp.model.packaging.Manifest;
import io.grasp.trainer.arguments.TrainableLayers;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.calibrate.Calibrator;
import io.grasp.trainer.calibrate.EarlyExits;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.Replay;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.FewShotLabels;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.finetune.LexicalTraining;
import io.grasp.trainer.finetune.LexicalTraining.Worded;
import io.grasp.trainer.finetune.Start;
import io.grasp.trainer.labels.LabelSnapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From labelled rows to a candidate: split, fine-tune, learn words, calibrate, evaluate. The worker and the command
 * share it.
 */
public final class CandidateTraining {
    private final FineTuner fineTuner;
    private final EncoderFiles base;
    private final TrainingArguments arguments;
    private final Progress progress;

    public CandidateTraining(FineTuner fineTuner, EncoderFiles base, TrainingArguments arguments, Progress progress) {
        this.fineTuner = fineTuner;
        this.base = base;
        this.arguments = arguments;
        this.progress = progress;
    }

    /** Trains on rows of a file, as {@link #train(List, List, Map)} does on those of the label log. */
    public Candidate train(List<LabeledRow> rows, List<TaskDefinition> definitions) {
        return train(rows, definitions, Map.of());
    }

    /**
     * Trains on rows that {@link Dataset#of} parts.
     *
     * @param labelOffsets by partition, the offset of the first label that is not among the rows
     * @throws NothingToLearnException if no task has labels to tell apart
     */
    public Candidate train(List<LabeledRow> rows, List<TaskDefinition> definitions, Map<Integer, Long> labelOffsets) {
        Dataset dataset = parted(rows, definitions, labelOffsets);
        return train(dataset, dataset, Start.from(base), Optional.empty(), arguments);
    }

    private static Dataset parted(
            List<LabeledRow> rows, List<TaskDefinition> definitions, Map<Integer, Long> labelOffsets) {
        Dataset dataset = Dataset.of(rows, definitions).readUpTo(labelOffsets);
        requireSomethingToLearn(dataset, definitions);
        return dataset;
    }

    /** Whether {@link #update} is of use: where heads alone learn, they learn from all rows in seconds. */
    boolean canGoOn() {
        return arguments.trainable().layers().kind() != TrainableLayers.Kind.HEADS;
    }

    /** Whether {@link #update} can go on from that model: it reads inputs as this training does. */
    boolean canGoOnFrom(Champion champion) {
        Manifest manifest = champion.files().manifest();
        return manifest.reading().equals(arguments.reading())
                && champion.files().heads().stream()
                        .allMatch(head -> head.dense().isEmpty());
    }

    /**
     * Goes on from a model: heads and encoder learn from the fresh rows and a balanced sample of the others, words from
     * all of them.
     *
     * @param snapshot which rows are fresh, and all others
     */
    Candidate update(Champion champion, LabelSnapshot snapshot, UpdateRules rules) {
        Dataset dataset = parted(snapshot.rows(), snapshot.definitions(), snapshot.offsets());
        List<LabeledRow> fresh = dataset.training().stream()
                .filter(row -> snapshot.fresh().contains(row.id()))
                .toList();
        Dataset taught = dataset.learningFrom(Replay.of(fresh, dataset.training(), rules.replay(), arguments.seed()));
        Start start = new Start(champion.files().encoder(), champion.files().heads());
        return train(dataset, taught, start, Optional.of(champion.version()), rules.of(arguments));
    }

    /**
     * The steps of every training.
     *
     * @param dataset all rows
     * @param taught the same, but only those training rows that heads and encoder learn from
     */
    private Candidate train(
            Dataset dataset, Dataset taught, Start start, Optional<String> parent, TrainingArguments chosen) {
        requireFittingLength();
        long begun = System.nanoTime();
        FineTuned fineTuned = fineTuner.fineTune(taught, start, chosen, progress);
        long tuned = System.nanoTime();
        Worded uncalibrated = withLexicalParts(fineTuned, dataset);
        long worded = System.nanoTime();
        FineTuned calibrated = calibrate(fineTuned.withHeads(uncalibrated.heads()), dataset);
        long measured = System.nanoTime();
        FineTuned complete = learnFromAll(calibrated, uncalibrated.strengths(), dataset, taught, chosen);
        long refitted = System.nanoTime();
        Map<String, Evaluation> evaluations = evaluate(complete, dataset);
        Timings timings = new Timings(
                Duration.ofNanos(tuned - begun + refitted - measured),
                Duration.ofNanos(worded - tuned),
                Duration.ofNanos(measured - worded),
                Duration.ofNanos(System.nanoTime() - refitted));
        return new Candidate(dataset, complete, evaluations, chosen, timings, parent);
    }

    private static void requireSomethingToLearn(Dataset dataset, List<TaskDefinition> definitions) {
        if (dataset.training().isEmpty()) {
            throw new NothingToLearnException("There is nothing to learn: " + whyNoRowTrains(dataset));
        }
        if (dataset.tasks().isEmpty()) {
            throw new NothingToLearnException(
                    "There is nothing to learn: of %d training rows none teaches two labels of a task%s. Label more rows"
                            .formatted(dataset.training().size(), labelsOfEach(dataset, definitions)));
        }
    }

    private static String whyNoRowTrains(Dataset dataset) {
        int tuning = dataset.validation().size();
        int rows = dataset.heldOut().size() + tuning + dataset.skippedBlank();
        if (rows == 0) {
            return "there are no rows. Label some";
        }
        String misspelt = dataset.evaluation().keySet().stream()
                .filter(set -> set.equalsIgnoreCase(LabeledRow.TRAIN))
                .findFirst()
                .map(set -> ". Is '%s' meant to be that?".formatted(set))
                .orElse("");
        return "of %d rows none trains: %s, %d only tune, %d are blank. Label more rows, or give some the split '%s'"
                        .formatted(rows, heldOut(dataset), tuning, dataset.skippedBlank(), LabeledRow.TRAIN)
                + misspelt;
    }

    private static String heldOut(Dataset dataset) {
        String sets = dataset.evaluation().entrySet().stream()
                .map(set -> "%s %d".formatted(set.getKey(), set.getValue().size()))
                .collect(Collectors.joining(", "));
        return "%d are held out%s".formatted(dataset.heldOut().size(), sets.isEmpty() ? "" : " (%s)".formatted(sets));
    }

    private static String labelsOfEach(Dataset dataset, List<TaskDefinition> definitions) {
        if (definitions.isEmpty()) {
            return ", since there is no task";
        }
        return definitions.stream()
                .map(definition -> {
                    String labels = dataset.training().stream()
                            .flatMap(row -> row.labelsFor(definition.name()).stream())
                            .distinct()
                            .map("'%s'"::formatted)
                            .collect(Collectors.joining(", "));
                    return "task %s has %s"
                            .formatted(definition.name(), labels.isEmpty() ? "no label" : "only " + labels);
                })
                .collect(Collectors.joining("; ", " (", ")"));
    }

    private void requireFittingLength() {
        int positions = base.config().maxPositions();
        if (arguments.maxLength() > positions) {
            throw new IllegalArgumentException(
                    "max_length is %d but the encoder has only %d positions: set it to %d or less"
                            .formatted(arguments.maxLength(), positions, positions));
        }
    }

    private Worded withLexicalParts(FineTuned model, Dataset dataset) {
        if (!arguments.lexical()) {
            return new Worded(model.heads(), Map.of());
        }
        return new LexicalTraining()
                .addTo(model.heads(), dataset, validationVectors(model, dataset), arguments.regularization(), progress);
    }

    private FineTuned calibrate(FineTuned model, Dataset dataset) {
        Calibrator calibrator = new Calibrator(arguments.abstention());
        EarlyExits earlyExits = new EarlyExits(dataset.training());
        List<float[]> vectors = validationVectors(model, dataset);
        List<ClassificationHead> calibrated = model.heads().stream()
                .map(head -> calibrator.calibrate(head, dataset.validation(), vectors))
                .map(head -> earlyExits.addTo(head, dataset.validation(), vectors))
                .toList();
        return model.withHeads(calibrated);
    }

    /** Validation rows have chosen; now they teach too. */
    private FineTuned learnFromAll(
            FineTuned calibrated,
            Map<String, Double> strengths,
            Dataset dataset,
            Dataset taught,
            TrainingArguments chosen) {
        FineTuned tuned = fineTuner.refit(calibrated, taught, chosen, progress);
        FineTuned worded = tuned.withHeads(
                new LexicalTraining().refit(tuned.heads(), strengths, dataset, arguments.regularization()));
        if (worded.penalties().isEmpty() || !arguments.lexical()) {
            // an encoder that learnt from these rows tells them apart better than any others
            return worded;
        }
        List<LabeledRow> all = dataset.learningFromValidation().training();
        FewShotLabels fewShot = new FewShotLabels(dataset, worded.vectors().of(all, "Embedding all rows", progress));
        return worded.withHeads(worded.heads().stream().map(fewShot::learn).toList());
    }

    private List<float[]> validationVectors(FineTuned model, Dataset dataset) {
        return model.vectors().of(dataset.validation(), "Embedding validation rows", progress);
    }

    private Map<String, Evaluation> evaluate(FineTuned model, Dataset dataset) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        dataset.evaluation().forEach((name, rows) -> {
            List<float[]> vectors = model.vectors().of(rows, "Embedding rows of " + name, progress);
            evaluations.put(name, Evaluation.of(model.heads(), rows, vectors));
        });
        return evaluations;
    }
}
