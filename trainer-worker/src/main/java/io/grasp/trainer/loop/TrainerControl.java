package io.grasp.trainer.loop;

/**
 * What the training loop should do next; Hugging Face's {@code TrainerControl}. Callbacks get it and return it, asking
 * for more.
 *
 * @param shouldTrainingStop after this step
 */
public record TrainerControl(
        boolean shouldTrainingStop, boolean shouldSave, boolean shouldEvaluate, boolean shouldLog) {
    /** Go on, and nothing else. */
    public static final TrainerControl GO_ON = new TrainerControl(false, false, false, false);

    public TrainerControl stopTraining() {
        return new TrainerControl(true, shouldSave, shouldEvaluate, shouldLog);
    }

    public TrainerControl save() {
        return saving(true);
    }

    public TrainerControl evaluate() {
        return evaluating(true);
    }

    public TrainerControl log() {
        return logging(true);
    }

    TrainerControl saving(boolean should) {
        return new TrainerControl(shouldTrainingStop, should, shouldEvaluate, shouldLog);
    }

    TrainerControl evaluating(boolean should) {
        return new TrainerControl(shouldTrainingStop, shouldSave, should, shouldLog);
    }

    TrainerControl logging(boolean should) {
        return new TrainerControl(shouldTrainingStop, shouldSave, shouldEvaluate, should);
    }
}
