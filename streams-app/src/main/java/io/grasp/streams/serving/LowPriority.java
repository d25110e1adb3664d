package io.grasp.streams.serving;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Lets a thread give way to others: while a model loads, those who write go first. Linux only, where Java's own
 * priorities do nothing; elsewhere the thread stays as it is.
 */
final class LowPriority {
    /** {@code PRIO_PROCESS} of setpriority(2), which on Linux means one thread. */
    private static final int THREAD = 0;
    /** The lowest of nice(2): hardly any share where there is not enough for all. */
    private static final int NICE = 19;

    private LowPriority() {}

    /** Lowers the priority of the calling thread, for good. */
    static void take() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            NativeLibrary c = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME);
            int self = c.getFunction("gettid").invokeInt(new Object[0]);
            c.getFunction("setpriority").invokeInt(new Object[] {THREAD, self, NICE});
        } catch (UnsatisfiedLinkError e) {
            // A C library without gettid: loading then competes with answering, as anywhere else.
        }
    }
}
