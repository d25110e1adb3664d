package io.grasp.trainer.loop;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The order of things in one training: updates, and between them what callbacks ask for. What each thing is, is left to
 * a {@link Work}. A checkpoint is the last thing after a step, so nothing that a resumed training would miss lies
 * between. For one thread.
 */
final class TrainingLoop {
    private final StepPlan plan;
    private final MetricForBestModel metric;
    private final CallbackHandler callbacks;
    private final Work work;

    private TrainerState state;
    private TrainerControl control = TrainerControl.GO_ON;

    /**
     * A training before its first step, or where its checkpoint was written.
     *
     * @param state {@link TrainerState#start}, or that of a checkpoint
     */
    TrainingLoop(StepPlan plan, MetricForBestModel metric, CallbackHandler callbacks, Work work, TrainerState state) {
        this.plan = plan;
        this.metric = metric;
        this.callbacks = callbacks;
        this.work = work;
        this.state = state;
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

        /** Writes a checkpoint that holds both. */
        void save(TrainerState state, Map<String, Map<String, String>> callbacks);
    }

    /** Trains to the end, and returns where that was. */
    TrainerState run() {
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
        }
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
            work.save(state, callbacks.exportState());
            control = callbacks.onSave(state, control);
        }
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
