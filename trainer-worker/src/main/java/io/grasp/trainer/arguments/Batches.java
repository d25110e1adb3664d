package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.flag;
import static io.grasp.trainer.arguments.ArgumentType.number;
import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.wholeNumber;

import java.util.List;

/**
 * How long training lasts, and in which batches it takes the rows.
 *
 * @param numTrainEpochs may end within an epoch; means nothing if {@code maxSteps} is above 0
 * @param maxSteps update steps in all; 0 or less: as many as the epochs take
 * @param gradientAccumulationSteps batches of one update step
 * @param autoFindBatchSize whether batches are halved when memory runs out
 * @param refit part of the update steps that is taken once more in the end, on training and validation rows; 0: none
 */
public record Batches(
        double numTrainEpochs,
        int maxSteps,
        int perDeviceTrainBatchSize,
        int gradientAccumulationSteps,
        SamplingStrategy trainSamplingStrategy,
        boolean autoFindBatchSize,
        double refit) {
    private static final Argument<Batches, Double> NUM_TRAIN_EPOCHS = new Argument<>(
            "num_train_epochs",
            "X",
            number("above 0 and at most 10000", epochs -> epochs > 0 && epochs <= 10_000),
            7.0,
            "How many times to go through the training rows; fractions too.",
            Batches::numTrainEpochs);
    private static final Argument<Batches, Integer> MAX_STEPS = new Argument<>(
            "max_steps",
            "N",
            wholeNumber(-1, Integer.MAX_VALUE),
            -1,
            "Update steps in all; if above 0, --num_train_epochs means nothing.",
            Batches::maxSteps);
    private static final Argument<Batches, Integer> PER_DEVICE_TRAIN_BATCH_SIZE = new Argument<>(
            "per_device_train_batch_size",
            "N",
            wholeNumber(1, 1024),
            16,
            "Rows of a training batch.",
            Batches::perDeviceTrainBatchSize);
    private static final Argument<Batches, Integer> GRADIENT_ACCUMULATION_STEPS = new Argument<>(
            "gradient_accumulation_steps",
            "N",
            wholeNumber(1, 10_000),
            1,
            "Batches whose gradients are summed for one update step.",
            Batches::gradientAccumulationSteps);
    private static final Argument<Batches, SamplingStrategy> TRAIN_SAMPLING_STRATEGY = new Argument<>(
            "train_sampling_strategy",
            "S",
            oneOf(SamplingStrategy.class),
            SamplingStrategy.GROUP_BY_LENGTH,
            "Order of the training rows: random, sequential, or group_by_length, which is random but pads less.",
            Batches::trainSamplingStrategy);
    private static final Argument<Batches, Boolean> AUTO_FIND_BATCH_SIZE = new Argument<>(
            "auto_find_batch_size",
            "B",
            flag(),
            false,
            "Whether to go on with smaller batches when memory runs out.",
            Batches::autoFindBatchSize);
    private static final Argument<Batches, Double> REFIT = new Argument<>(
            "refit",
            "X",
            number("from 0 to 1", part -> part >= 0 && part <= 1),
            0.2,
            "Part of the steps that is taken once more in the end, on validation rows too, when these have chosen all that"
                    + " they choose.",
            Batches::refit);
    static final ArgumentGroup<Batches> GROUP = new ArgumentGroup<>(
            "Length and batches",
            List.of(
                    NUM_TRAIN_EPOCHS,
                    MAX_STEPS,
                    PER_DEVICE_TRAIN_BATCH_SIZE,
                    GRADIENT_ACCUMULATION_STEPS,
                    TRAIN_SAMPLING_STRATEGY,
                    AUTO_FIND_BATCH_SIZE,
                    REFIT));

    static Batches of(ArgumentReader given) {
        return new Batches(
                given.value(NUM_TRAIN_EPOCHS),
                given.value(MAX_STEPS),
                given.value(PER_DEVICE_TRAIN_BATCH_SIZE),
                given.value(GRADIENT_ACCUMULATION_STEPS),
                given.value(TRAIN_SAMPLING_STRATEGY),
                given.value(AUTO_FIND_BATCH_SIZE),
                given.value(REFIT));
    }
}
