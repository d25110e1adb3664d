package io.grasp.trainer;

/**
 * Told how far a long job has come; one step at a time: {@link #start}, any number of {@link #advance}, {@link #done}.
 * {@link #advance} may be called from any thread.
 */
public interface Progress {
    /**
     * A step begins.
     *
     * @param total how many units the step has, or -1 if that is not known
     */
    void start(String step, long total);

    void advance(long units);

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
