package io.grasp.trainer.cli;

import io.grasp.trainer.Progress;
import io.grasp.trainer.StoppableProgress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a job end well when the process is asked to end (SIGTERM, SIGINT): asks the job to stop, and holds the process
 * until {@link #close} says that it has, for a minute at most. The process then ends as if nobody had held it: with 143
 * or 130.
 */
final class StopOnSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final StoppableProgress progress;
    private final Thread hook;

    /**
     * Begins to watch.
     *
     * @param shown where the job's progress is told
     */
    StopOnSignal(Progress shown) {
        progress = new StoppableProgress(shown);
        hook = new Thread(this::stopAndHold, "stop-on-signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What the job must tell its progress, to be stopped by it. */
    Progress progress() {
        return progress;
    }

    private void stopAndHold() {
        progress.stop();
        try {
            // Nothing is left to be done about a job that takes longer.
            var unused = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The job has ended, well or not. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook with it.
        }
    }
}
