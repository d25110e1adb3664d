package io.grasp.trainer.loop;

import io.grasp.trainer.finetune.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stands; Hugging Face's {@code TrainerState}. Immutable, and a checkpoint can hold it.
 *
 * @param epoch how many epochs are done, as a fraction
 * @param globalStep update steps taken
 * @param maxSteps update steps in all
 * @param numTrainEpochs epochs begun in all
 * @param best the best evaluation so far; null before the first
 * @param logHistory oldest first
 */
public record TrainerState(
        double epoch,
        int globalStep,
        int maxSteps,
        int numTrainEpochs,
        @Nullable BestSoFar best,
        List<LogEntry> logHistory) {
    public TrainerState {
        logHistory = List.copyOf(logHistory);
    }

    /** The state before the first step. */
    public static TrainerState start(StepPlan plan) {
        return new TrainerState(0, 0, plan.maxSteps(), plan.epochs(), null, List.of());
    }

    /** This after so many update steps. */
    public TrainerState after(int steps, StepPlan plan) {
        return new TrainerState(plan.epochsIn(steps), steps, maxSteps, numTrainEpochs, best, logHistory);
    }

    public TrainerState withBest(@Nullable BestSoFar better) {
        return new TrainerState(epoch, globalStep, maxSteps, numTrainEpochs, better, logHistory);
    }

    /** This with a log entry of now. */
    public TrainerState logged(Map<String, Double> values) {
        List<LogEntry> history = new ArrayList<>(logHistory);
        history.add(new LogEntry(globalStep, epoch, values));
        return new TrainerState(epoch, globalStep, maxSteps, numTrainEpochs, best, history);
    }
}
