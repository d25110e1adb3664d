package io.grasp.trainer.gate;

/** What a comparison is about. */
public enum Scope {
    /** The mean over tasks, on all rows. */
    OVERALL,
    /** One task, on all rows. */
    TASK,
    /** The mean over tasks, on the rows of one learning topic. */
    LEARNING_TOPIC,
    /** The mean over tasks, on the rows of all learning topics that have too few of them to be judged alone. */
    SMALL_LEARNING_TOPICS
}
