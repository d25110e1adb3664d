package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.flag;
import static io.grasp.trainer.arguments.ArgumentType.number;
import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.orNone;
import static io.grasp.trainer.arguments.ArgumentType.steps;
import static io.grasp.trainer.arguments.ArgumentType.text;
import static io.grasp.trainer.arguments.ArgumentType.wholeNumber;

import java.util.List;
import java.util.Optional;

/**
 * When training is evaluated and logged, what counts as better, and when it has gone on long enough.
 *
 * @param evalSteps between evaluations, if by steps; if empty, {@code loggingSteps}
 * @param perDeviceEvalBatchSize rows in one forward pass without training
 * @param metricForBestModel of the validation rows, without Hugging Face's prefix {@code eval_}
 * @param greaterIsBetter if empty, unless the metric's name ends in {@code loss}, {@code ece} or {@code brier}
 * @param earlyStoppingPatience evaluations in a row without an improvement that end training; if empty, none do
 * @param earlyStoppingThreshold how much better an improvement is
 */
public record Watching(
        IntervalStrategy evalStrategy,
        Optional<StepCount> evalSteps,
        boolean evalOnStart,
        int perDeviceEvalBatchSize,
        StepCount loggingSteps,
        String metricForBestModel,
        Optional<Boolean> greaterIsBetter,
        Optional<Integer> earlyStoppingPatience,
        double earlyStoppingThreshold) {
    static final ArgumentType<StepCount> SOME_STEPS = steps(", above 0", value -> value > 0);
    private static final String PREFIX = "eval_";
    private static final List<String> ERRORS = List.of("loss", "ece", "brier");

    private static final Argument<Watching, IntervalStrategy> EVAL_STRATEGY = new Argument<>(
            "eval_strategy",
            "S",
            oneOf(IntervalStrategy.class),
            IntervalStrategy.NO,
            "When to evaluate on the validation rows: no, steps or epoch.",
            Watching::evalStrategy);
    private static final Argument<Watching, Optional<StepCount>> EVAL_STEPS = new Argument<>(
            "eval_steps",
            "X",
            orNone(SOME_STEPS),
            Optional.empty(),
            "Steps between evaluations; none: those of --logging_steps; below 1: a ratio of all steps.",
            Watching::evalSteps);
    private static final Argument<Watching, Boolean> EVAL_ON_START = new Argument<>(
            "eval_on_start", "B", flag(), false, "Whether to evaluate before the first step.", Watching::evalOnStart);
    private static final Argument<Watching, Integer> PER_DEVICE_EVAL_BATCH_SIZE = new Argument<>(
            "per_device_eval_batch_size",
            "N",
            wholeNumber(1, 1024),
            16,
            "Rows in one forward pass without training.",
            Watching::perDeviceEvalBatchSize);
    private static final Argument<Watching, StepCount> LOGGING_STEPS = new Argument<>(
            "logging_steps",
            "X",
            SOME_STEPS,
            new StepCount(10),
            "Steps between log entries; below 1: a ratio of all steps.",
            Watching::loggingSteps);
    private static final Argument<Watching, String> METRIC_FOR_BEST_MODEL = new Argument<>(
            "metric_for_best_model",
            "M",
            text("the name of a metric"),
            "macro_f1",
            "Metric that tells which model is the best: macro_f1 (the mean over tasks), loss, or another of an evaluation.",
            Watching::metricForBestModel);
    private static final Argument<Watching, Optional<Boolean>> GREATER_IS_BETTER = new Argument<>(
            "greater_is_better",
            "B",
            orNone(flag()),
            Optional.empty(),
            "Whether more of that metric is better; none: unless its name ends in loss, ece or brier.",
            Watching::greaterIsBetter);
    private static final Argument<Watching, Optional<Integer>> EARLY_STOPPING_PATIENCE = new Argument<>(
            "early_stopping_patience",
            "N",
            orNone(wholeNumber(1, Integer.MAX_VALUE)),
            Optional.empty(),
            "Stop after so many evaluations in a row without an improvement; none: never.",
            Watching::earlyStoppingPatience);
    private static final Argument<Watching, Double> EARLY_STOPPING_THRESHOLD = new Argument<>(
            "early_stopping_threshold",
            "X",
            number("of at least 0", threshold -> threshold >= 0),
            0.0,
            "How much better than the best an improvement is.",
            Watching::earlyStoppingThreshold);
    static final ArgumentGroup<Watching> GROUP = new ArgumentGroup<>(
            "Evaluation, log and early stopping",
            List.of(
                    EVAL_STRATEGY,
                    EVAL_STEPS,
                    EVAL_ON_START,
                    PER_DEVICE_EVAL_BATCH_SIZE,
                    LOGGING_STEPS,
                    METRIC_FOR_BEST_MODEL,
                    GREATER_IS_BETTER,
                    EARLY_STOPPING_PATIENCE,
                    EARLY_STOPPING_THRESHOLD));

    public Watching {
        metricForBestModel = metricForBestModel.startsWith(PREFIX)
                ? metricForBestModel.substring(PREFIX.length())
                : metricForBestModel;
    }

    public StepCount stepsBetweenEvaluations() {
        return evalSteps.orElse(loggingSteps);
    }

    /** Whether more of the metric for the best model is better. */
    public boolean moreIsBetter() {
        return greaterIsBetter.orElse(ERRORS.stream().noneMatch(metricForBestModel::endsWith));
    }

    static Watching of(ArgumentReader given) {
        return new Watching(
                given.value(EVAL_STRATEGY),
                given.value(EVAL_STEPS),
                given.value(EVAL_ON_START),
                given.value(PER_DEVICE_EVAL_BATCH_SIZE),
                given.value(LOGGING_STEPS),
                given.value(METRIC_FOR_BEST_MODEL),
                given.value(GREATER_IS_BETTER),
                given.value(EARLY_STOPPING_PATIENCE),
                given.value(EARLY_STOPPING_THRESHOLD));
    }
}
