package io.grasp.trainer.arguments;

/** How the learning rate changes over a training; what each does is Hugging Face's {@code SchedulerType}'s. */
public enum SchedulerType {
    LINEAR,
    COSINE,
    COSINE_WITH_RESTARTS,
    POLYNOMIAL,
    CONSTANT,
    CONSTANT_WITH_WARMUP,
    INVERSE_SQRT,
    /** Lower after evaluations that brought no better metric; takes no warmup. */
    REDUCE_LR_ON_PLATEAU
}
