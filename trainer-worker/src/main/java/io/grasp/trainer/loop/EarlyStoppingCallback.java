package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.TrainingArguments;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks to stop when {@link EarlyStopping} is due. For one thread. */
final class EarlyStoppingCallback implements TrainerCallback {
    private static final String COUNT = "without_improvement";

    private @Nullable EarlyStopping stopping;

    EarlyStoppingCallback(Optional<EarlyStopping> stopping) {
        this.stopping = stopping.orElse(null);
    }

    /** A training that was killed after its last evaluation, before it could end, ends now. */
    @Override
    public TrainerControl onTrainBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return stopping != null && stopping.isDue() ? control.stopTraining() : control;
    }

    @Override
    public TrainerControl onEvaluate(
            TrainingArguments arguments, TrainerState state, TrainerControl control, Map<String, Double> metrics) {
        // What is evaluated before the first step is the base, which a training may leave for a while.
        if (stopping == null || state.globalStep() == 0) {
            return control;
        }
        stopping = stopping.evaluated(stopping.metric().in(metrics), state.best());
        return stopping.isDue() ? control.stopTraining() : control;
    }

    @Override
    public Map<String, String> exportState() {
        return stopping == null ? Map.of() : Map.of(COUNT, String.valueOf(stopping.withoutImprovement()));
    }

    @Override
    public void importState(Map<String, String> state) {
        String count = state.get(COUNT);
        if (stopping != null && count != null) {
            stopping = stopping.goingOnFrom(Integer.parseInt(count));
        }
    }
}
