package io.grasp.trainer;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.model.head.ClassificationHead;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.calibrate.Calibrator;
import io.grasp.trainer.dataset.Dataset;
import io.grasp.trainer.dataset.LabeledRow;
import io.grasp.trainer.dataset.TaskDefinition;
import io.grasp.trainer.evaluate.Evaluation;
import io.grasp.trainer.finetune.FineTuned;
import io.grasp.trainer.finetune.FineTuner;
import io.grasp.trainer.finetune.LexicalTraining;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * Trains on rows that {@link Dataset#of} parts.
     *
     * @throws NothingToLearnException if no task has labels to tell apart
     */
    public Candidate train(List<LabeledRow> rows, List<TaskDefinition> definitions) {
        Dataset dataset = Dataset.of(rows, definitions);
        requireSomethingToLearn(dataset, definitions);
        FineTuned uncalibrated = withLexicalParts(fineTuner.fineTune(dataset, base, arguments, progress), dataset);
        FineTuned calibrated = calibrate(uncalibrated, dataset);
        return new Candidate(dataset, calibrated, evaluate(calibrated, dataset), arguments);
    }

    private static void requireSomethingToLearn(Dataset dataset, List<TaskDefinition> definitions) {
        if (dataset.tasks().isEmpty()) {
            List<String> names = definitions.stream().map(TaskDefinition::name).toList();
            throw new NothingToLearnException(
                    "There is nothing to learn: of %d training rows none teaches two labels of a task (tasks: %s). Label more rows"
                            .formatted(dataset.training().size(), names.isEmpty() ? "none" : String.join(", ", names)));
        }
    }

    private FineTuned withLexicalParts(FineTuned model, Dataset dataset) {
        if (!arguments.lexical()) {
            return model;
        }
        List<float[]> vectors = model.vectors().of(dataset.validation(), "Embedding validation rows", progress);
        return model.withHeads(
                new LexicalTraining().addTo(model.heads(), dataset, vectors, arguments.regularization(), progress));
    }

    private FineTuned calibrate(FineTuned model, Dataset dataset) {
        Calibrator calibrator = new Calibrator(arguments.abstainBelow());
        List<float[]> vectors = model.vectors().of(dataset.validation(), "Embedding validation rows", progress);
        List<ClassificationHead> calibrated = model.heads().stream()
                .map(head -> calibrator.calibrate(head, dataset.validation(), vectors))
                .toList();
        return model.withHeads(calibrated);
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
