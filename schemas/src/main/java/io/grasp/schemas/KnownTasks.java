package io.grasp.schemas;

/** Names of the tasks that mean something to the stream, and not to people alone. */
public final class KnownTasks {
    /** Ordinal: how far a learner is. */
    public static final String COMPREHENSION = "comprehension";

    /** Multi-label, or single-label with {@link #NO_MISCONCEPTION}: the ids of misconceptions. */
    public static final String MISCONCEPTION = "misconception";

    /** The label of a single-label misconception task that says there is none. */
    public static final String NO_MISCONCEPTION = "none";

    /** In what mood something was written. */
    public static final String ENGAGEMENT = "engagement";

    private KnownTasks() {}
}
