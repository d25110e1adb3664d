package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.Batches;

/**
 * How many batches and update steps a training takes, as Hugging Face's {@code Trainer} counts them: an epoch ends with
 * an update step, be it of fewer batches.
 *
 * @param batchesPerEpoch the last one may be smaller
 * @param maxSteps update steps in all
 * @param epochs begun in all; the last one may not be finished
 */
public record StepPlan(int batchesPerEpoch, int accumulation, int stepsPerEpoch, int maxSteps, int epochs) {
    /**
     * Counts the steps for that many rows.
     *
     * @throws IllegalArgumentException if there are no rows, or more steps than can be counted
     */
    public static StepPlan of(int rows, Batches batches) {
        return of(rows, batches.perDeviceTrainBatchSize(), batches);
    }

    /** As {@link #of(int, Batches)}, with another batch size, such as one that fits into memory. */
    public static StepPlan of(int rows, int batchSize, Batches batches) {
        if (rows < 1) {
            throw new IllegalArgumentException("There are no training rows to make batches of: add labelled rows");
        }
        int perEpoch = ceilDiv(rows, batchSize);
        int stepsPerEpoch = ceilDiv(perEpoch, batches.gradientAccumulationSteps());
        double steps =
                batches.maxSteps() > 0 ? batches.maxSteps() : Math.ceil(batches.numTrainEpochs() * stepsPerEpoch);
        if (steps > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "Training would take %.0f steps: ask for fewer with num_train_epochs or max_steps"
                            .formatted(steps));
        }
        return new StepPlan(
                perEpoch,
                batches.gradientAccumulationSteps(),
                stepsPerEpoch,
                (int) steps,
                ceilDiv((int) steps, stepsPerEpoch));
    }

    /** The epoch in which the update after {@code steps} update steps is made, from 0. */
    public int epochAfter(int steps) {
        return steps / stepsPerEpoch;
    }

    /** The first batch, within its epoch, of the update after {@code steps} update steps. */
    public int firstBatchAfter(int steps) {
        return steps % stepsPerEpoch * accumulation;
    }

    /** How many batches make the update after {@code steps} update steps; fewer at an epoch's end. */
    public int batchesOfUpdateAfter(int steps) {
        return Math.min(accumulation, batchesPerEpoch - firstBatchAfter(steps));
    }

    /** Whether the update that makes it {@code steps} is the last of an epoch. */
    public boolean endsEpoch(int steps) {
        return steps % stepsPerEpoch == 0;
    }

    /** How many epochs {@code steps} update steps are, by batches. */
    public double epochsIn(int steps) {
        return epochAfter(steps) + (double) firstBatchAfter(steps) / batchesPerEpoch;
    }

    private static int ceilDiv(int amount, int by) {
        return (int) ((amount + (long) by - 1) / by);
    }
}
