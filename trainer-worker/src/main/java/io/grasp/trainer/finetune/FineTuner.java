package io.grasp.trainer.finetune;

import io.grasp.model.encoder.EncoderFiles;
import io.grasp.trainer.Progress;
import io.grasp.trainer.arguments.TrainingArguments;
import io.grasp.trainer.dataset.Dataset;

/**
 * Learns a data set's tasks. Uses its training rows to learn and its validation rows to choose, and never sees the rows
 * of an evaluation set. The same arguments, rows and base give the same weights.
 */
public interface FineTuner {
    /**
     * Learns heads, and the encoder with them if this fine-tuner does.
     *
     * @return one uncalibrated head a task of {@code dataset}, in its order
     */
    FineTuned fineTune(Dataset dataset, Start start, TrainingArguments arguments, Progress progress);

    /**
     * Lets a model learn from the validation rows too, once they have chosen all that they choose; what they chose,
     * calibration and lexical parts among it, stays. A fine-tuner that can't leaves the model as it is.
     *
     * @param calibrated what {@link #fineTune} made of the same rows with the same arguments
     */
    default FineTuned refit(FineTuned calibrated, Dataset dataset, TrainingArguments arguments, Progress progress) {
        return calibrated;
    }

    /** Learns from an encoder that has learnt no task yet. */
    default FineTuned fineTune(Dataset dataset, EncoderFiles base, TrainingArguments arguments, Progress progress) {
        return fineTune(dataset, Start.from(base), arguments, progress);
    }
}
