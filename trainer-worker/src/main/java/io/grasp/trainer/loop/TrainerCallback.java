package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.TrainingArguments;
import java.util.Map;

/**
 * Is told what a training does, and may ask it to stop, evaluate, save or log; Hugging Face's {@code TrainerCallback}.
 * Found by {@link java.util.ServiceLoader}: name the class, which needs a public constructor without parameters, in
 * {@code META-INF/services/io.grasp.trainer.loop.TrainerCallback}. Each training has its own; it is called by one
 * thread at a time, and training waits for it. One that throws is logged, and training goes on without what it wanted.
 *
 * <p>Each method returns the given control, or one that asks for more.
 */
public interface TrainerCallback {
    /** Training begins, or goes on from a checkpoint. Asking to evaluate evaluates before the first step. */
    default TrainerControl onTrainBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** Training has ended; nothing can be asked for any more. */
    default TrainerControl onTrainEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** An epoch begins, or is gone on with. */
    default TrainerControl onEpochBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** An epoch has ended, or training within it. */
    default TrainerControl onEpochEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** An update step begins: the forward pass of its first batch. */
    default TrainerControl onStepBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** An update step has ended; {@code state} counts it. */
    default TrainerControl onStepEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /**
     * The validation rows have been evaluated.
     *
     * @param state whose best is the best before this evaluation
     * @param metrics by name, such as {@code macro_f1} and {@code loss}
     */
    default TrainerControl onEvaluate(
            TrainingArguments arguments, TrainerState state, TrainerControl control, Map<String, Double> metrics) {
        return control;
    }

    /** A checkpoint has been written. */
    default TrainerControl onSave(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** Something was logged: the newest entry of the state's history. */
    default TrainerControl onLog(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return control;
    }

    /** What a checkpoint should hold of this callback, by name. */
    default Map<String, String> exportState() {
        return Map.of();
    }

    /** Takes back what a checkpoint held of this callback, before {@link #onTrainBegin}. */
    default void importState(Map<String, String> state) {}
}
