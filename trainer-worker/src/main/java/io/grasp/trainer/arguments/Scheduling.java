package io.grasp.trainer.arguments;

import static io.grasp.trainer.arguments.ArgumentType.oneOf;
import static io.grasp.trainer.arguments.ArgumentType.steps;

import java.util.List;

/**
 * How the learning rate changes.
 *
 * @param warmupSteps in which it grows from zero
 */
public record Scheduling(SchedulerType type, SchedulerShape shape, StepCount warmupSteps) {
    private static final Argument<Scheduling, SchedulerType> LR_SCHEDULER_TYPE = new Argument<>(
            "lr_scheduler_type",
            "S",
            oneOf(SchedulerType.class),
            SchedulerType.LINEAR,
            "How learning rates change: " + ArgumentType.names(SchedulerType.class, ", ") + ".",
            Scheduling::type);
    private static final Argument<Scheduling, SchedulerShape> LR_SCHEDULER_KWARGS = new Argument<>(
            "lr_scheduler_kwargs",
            "MAP",
            SchedulerShape.type(),
            SchedulerShape.USUAL,
            "More of the schedule, such as {num_cycles: 3}; see Hugging Face's get_scheduler.",
            Scheduling::shape);
    private static final Argument<Scheduling, StepCount> WARMUP_STEPS = new Argument<>(
            "warmup_steps",
            "X",
            steps("", value -> true),
            new StepCount(0.1),
            "Steps in which learning rates grow from zero; below 1: a ratio of all steps.",
            Scheduling::warmupSteps);
    static final ArgumentGroup<Scheduling> GROUP = new ArgumentGroup<>(
            "Learning rate schedule", List.of(LR_SCHEDULER_TYPE, LR_SCHEDULER_KWARGS, WARMUP_STEPS));

    static Scheduling of(ArgumentReader given) {
        return new Scheduling(
                given.value(LR_SCHEDULER_TYPE), given.value(LR_SCHEDULER_KWARGS), given.value(WARMUP_STEPS));
    }
}
