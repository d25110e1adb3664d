package io.grasp.trainer.loop;

import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The order of things in one training: updates, and between them what callbacks ask for. What each thing is, is left to
 * a {@link Work}. A checkpoint is the last thing after a step, so nothing that a resumed training would miss lies
 * between. Whoever watches the progress may stop it between two steps; it then leaves a checkpoint. For one thread.
 */
final class TrainingLoop {
    private final StepPlan plan;
    private final MetricForBestModel metric;
    private final CallbackHandler callbacks;
    private final Work work;
    private final Progress progress;

    private TrainerState state;
    private TrainerControl control = TrainerControl.GO_ON;
    private int savedSteps = -1;
    private Optional<Path> saved = Optional.empty();

    /**
     * A training before its first step, or where its checkpoint was written.
     *
     * @param state {@link TrainerState#start}, or that of a checkpoint
     */
    TrainingLoop(
            StepPlan plan,
            MetricForBestModel metric,
            CallbackHandler callbacks,
            Work work,
            TrainerState state,
            Progress progress) {
        this.plan = plan;
        this.metric = metric;
        this.callbacks = callbacks;
        this.work = work;
        this.state = state;
        this.progress = progress;
    }

    /** What a training does; every state that it is given counts the steps that were taken. */
    interface Work {
        /** Takes the update step after those of {@code state}. */
        void update(TrainerState state);

        /** What there is to log of the steps since the last log, such as {@code loss}. */
        Map<String, Double> log(TrainerState state);

        /** Evaluates the validation rows; the metric for the best model is among the metrics. */
        Map<String, Double> evaluate(TrainerState state);

        /** The model just evaluated is the best so far. */
        void keepBest(TrainerState state);

        /** Writes a checkpoint that holds both, and returns where; empty if there is no place for it. */
        Optional<Path> save(TrainerState state, Map<String, Map<String, String>> callbacks);
    }

    /**
     * Trains to the end, and returns where that was.
     *
     * @throws StoppedException if it was stopped before, with the checkpoint that it left
     */
    TrainerState run() {
        progress.resume("Training", state.globalStep(), plan.maxSteps(), "steps");
        try {
            return train();
        } finally {
            progress.done();
        }
    }

    private TrainerState train() {
        control = callbacks.onTrainBegin(state);
        carryOut();
        while (!isOver()) {
            epoch();
        }
        control = callbacks.onTrainEnd(state, control);
        return state;
    }

    private void epoch() {
        control = callbacks.onEpochBegin(state, control);
        boolean ended = false;
        while (!ended) {
            control = callbacks.onStepBegin(state, control);
            work.update(state);
            state = state.after(state.globalStep() + 1, plan);
            control = callbacks.onStepEnd(state, control);
            ended = isOver() || plan.endsEpoch(state.globalStep());
            if (ended) {
                control = callbacks.onEpochEnd(state, control);
            }
            carryOut();
            if (!ended && isOver()) {
                // The evaluation was the last straw: the epoch ends here after all.
                ended = true;
                control = callbacks.onEpochEnd(state, control);
                carryOut();
            }
            tellProgress();
        }
    }

    private void tellProgress() {
        try {
            progress.advance(1);
        } catch (StoppedException e) {
            if (savedSteps != state.globalStep()) {
                save();
            }
            control = callbacks.onTrainEnd(state, control);
            throw stopped(e);
        }
    }

    private StoppedException stopped(StoppedException cause) {
        StoppedException stopped = new StoppedException(
                "Stopped as asked after step %d of %d".formatted(state.globalStep(), plan.maxSteps()),
                saved.orElse(null));
        stopped.initCause(cause);
        return stopped;
    }

    private boolean isOver() {
        return control.shouldTrainingStop() || state.globalStep() >= plan.maxSteps();
    }

    private void carryOut() {
        if (control.shouldLog()) {
            log(work.log(state));
        }
        if (control.shouldEvaluate()) {
            evaluate();
        }
        if (control.shouldSave()) {
            save();
        }
    }

    private void save() {
        saved = work.save(state, callbacks.exportState());
        savedSteps = state.globalStep();
        control = callbacks.onSave(state, control);
    }

    private void evaluate() {
        Map<String, Double> metrics = work.evaluate(state);
        control = callbacks.onEvaluate(state, control, metrics);
        double value = metric.in(metrics);
        // The base, which is evaluated before the first step, is not a result of this training.
        if (state.globalStep() > 0 && metric.isBetter(value, state.best())) {
            state = state.withBest(new BestSoFar(value, state.globalStep()));
            work.keepBest(state);
        }
        Map<String, Double> logged = new LinkedHashMap<>();
        metrics.forEach((name, of) -> logged.put("eval_" + name, of));
        log(logged);
    }

    private void log(Map<String, Double> values) {
        state = state.logged(values);
        control = callbacks.onLog(state, control);
    }
}
