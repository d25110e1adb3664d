package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.IntervalStrategy;
import io.grasp.trainer.arguments.SaveStrategy;
import io.grasp.trainer.arguments.StepCount;
import io.grasp.trainer.arguments.TrainingArguments;
import java.util.Map;

/** Asks for what the arguments say, when they say it; Hugging Face's {@code DefaultFlowCallback}. */
final class DefaultFlow implements TrainerCallback {
    @Override
    public TrainerControl onTrainBegin(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        return arguments.watching().evalOnStart() && state.globalStep() == 0 ? control.evaluate() : control;
    }

    @Override
    public TrainerControl onStepEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        boolean atEnd = state.globalStep() >= state.maxSteps();
        boolean evaluatesBySteps = arguments.watching().evalStrategy() == IntervalStrategy.STEPS;
        boolean savesBySteps = arguments.saving().saveStrategy() == SaveStrategy.STEPS;
        TrainerControl next = atEnd ? control.stopTraining() : control;
        if (isTime(arguments.watching().loggingSteps(), state)) {
            next = next.log();
        }
        if (evaluatesBySteps && (atEnd || isTime(arguments.watching().stepsBetweenEvaluations(), state))) {
            next = next.evaluate();
        }
        if (savesBySteps && (atEnd || isTime(arguments.saving().saveSteps(), state))) {
            next = next.save();
        }
        return next;
    }

    @Override
    public TrainerControl onEpochEnd(TrainingArguments arguments, TrainerState state, TrainerControl control) {
        TrainerControl next = control;
        if (arguments.watching().evalStrategy() == IntervalStrategy.EPOCH) {
            next = next.evaluate();
        }
        if (arguments.saving().saveStrategy() == SaveStrategy.EPOCH) {
            next = next.save();
        }
        return next;
    }

    @Override
    public TrainerControl onEvaluate(
            TrainingArguments arguments, TrainerState state, TrainerControl control, Map<String, Double> metrics) {
        // Before the first step there is nothing to save that is not in the base already.
        if (arguments.saving().saveStrategy() != SaveStrategy.BEST || state.globalStep() == 0) {
            return control;
        }
        MetricForBestModel metric = MetricForBestModel.of(arguments.watching());
        return metric.isBetter(metric.in(metrics), state.best()) ? control.save() : control;
    }

    private static boolean isTime(StepCount every, TrainerState state) {
        return state.globalStep() % Math.max(1, every.of(state.maxSteps())) == 0;
    }
}
