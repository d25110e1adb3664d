package io.grasp.quickstart.bench.contender;

/** Ends a process when it is closed, or when this process is asked to end before that. */
public final class Leash implements AutoCloseable {
    private final Process process;
    private final Thread end;

    private Leash(Process process) {
        this.process = process;
        this.end = new Thread(process::destroy, "end-" + process.pid());
    }

    public static Leash on(Process process) {
        Leash leash = new Leash(process);
        Runtime.getRuntime().addShutdownHook(leash.end);
        return leash;
    }

    /** Asks the process to end, and does not wait until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This process is ending, and the hook with it.
        }
    }
}
