package io.grasp.trainer;

/**
 * Told how far a long job has come; one step at a time: {@link #resume} or {@link #start}, any number of
 * {@link #advance} and {@link #note}, {@link #done}. {@link #advance} may be called from any thread. Beginning and
 * advancing may throw a {@link StoppedException} to end the job; a job that can be gone on with later saves itself
 * before it ends.
 */
public interface Progress {
    /**
     * A step begins.
     *
     * @param total how many units the step has, or -1 if that is not known
     * @param unit what they are, in the plural
     */
    default void start(String step, long total, String unit) {
        resume(step, 0, total, unit);
    }

    /**
     * A step begins, or goes on where it once ended.
     *
     * @param before how many of {@code total} were done before, and say nothing of how fast it goes now
     */
    void resume(String step, long before, long total, String unit);

    void advance(long units);

    /** Something worth to be seen beside the numbers, such as the loss; the next one takes its place. */
    void note(String note);

    void done();

    /** Tells nobody. */
    static Progress none() {
        return SilentProgress.INSTANCE;
    }

    /** A bar on standard error when that is a terminal, else a log line every few seconds. */
    static Progress visible() {
        return TerminalProgress.isPossible() ? new TerminalProgress() : new LoggedProgress();
    }
}
