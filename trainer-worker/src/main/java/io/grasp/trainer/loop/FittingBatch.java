package io.grasp.trainer.loop;

import java.util.Locale;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a batch size that fits into memory by halving it until it does, as Hugging Face's
 * {@code find_executable_batch_size} does. Each try begins anew.
 */
final class FittingBatch {
    private static final Logger LOG = LoggerFactory.getLogger(FittingBatch.class);

    private FittingBatch() {}

    /**
     * Returns what the work returns with the first size that fits.
     *
     * @param largest the size to begin with
     */
    static <T> T find(int largest, IntFunction<T> work) {
        int size = largest;
        while (true) {
            try {
                return work.apply(size);
            } catch (RuntimeException | OutOfMemoryError e) {
                if (size == 1 || !isOutOfMemory(e)) {
                    throw e;
                }
                LOG.atWarn()
                        .addKeyValue("batchSize", size)
                        .addKeyValue("next", size / 2)
                        .log("Memory is exhausted; training begins again with smaller batches");
                size /= 2;
            }
        }
    }

    /** Java's heap has an error of its own; PyTorch's allocator says it in words. */
    private static boolean isOutOfMemory(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof OutOfMemoryError
                    || message.contains("not enough memory")
                    || message.contains("can't allocate memory")
                    || message.contains("out of memory")) {
                return true;
            }
        }
        return false;
    }
}
