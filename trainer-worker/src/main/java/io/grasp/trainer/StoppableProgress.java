package io.grasp.trainer;

/** Passes progress on until it is asked to stop; then it ends the job at its next sign of progress. Thread-safe. */
public final class StoppableProgress implements Progress {
    private final Progress shown;
    private volatile boolean isStopRequested;

    public StoppableProgress(Progress shown) {
        this.shown = shown;
    }

    /** Ends the job soon. May be called from any thread, any number of times. */
    public void stop() {
        isStopRequested = true;
    }

    @Override
    public void resume(String step, long before, long total, String unit) {
        failIfStopped();
        shown.resume(step, before, total, unit);
    }

    @Override
    public void advance(long units) {
        failIfStopped();
        shown.advance(units);
    }

    @Override
    public void note(String note) {
        shown.note(note);
    }

    @Override
    public void done() {
        shown.done();
    }

    private void failIfStopped() {
        if (isStopRequested) {
            throw new StoppedException("Stopped as asked");
        }
    }
}
