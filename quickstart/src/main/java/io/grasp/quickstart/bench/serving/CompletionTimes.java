package io.grasp.quickstart.bench.serving;

import java.util.Arrays;
import java.util.Collection;

/** When each of many pieces of work was done, on one clock of nanoseconds. */
final class CompletionTimes {
    private static final double UNCOUNTED_SHARE = 0.05;

    private final long[] sorted;
    private final int begun;

    /**
     * All work, the warm-up included: partitions are not equally far, so what one has to warm up with is done while
     * another is measured.
     *
     * @param warmUp how many pieces that are done first do not count
     */
    CompletionTimes(Collection<Long> nanos, int warmUp) {
        this.sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int measured = Math.max(0, sorted.length - warmUp);
        this.begun = measured == 0 ? 0 : warmUp + (int) Math.ceil(measured * UNCOUNTED_SHARE);
    }

    /**
     * Pieces a second, without the warm-up and the first twentieth of the rest, in which that is yet to come up to
     * speed. Pieces that were done in one moment, as those of one transaction, count together: the clock starts after
     * those with which a twentieth was reached.
     *
     * @throws IllegalStateException if all was done in too few moments to tell
     */
    double perSecond() {
        if (counted() == 0) {
            throw new IllegalStateException(
                    "Too few rows to tell a speed: %d came out at once. Give more rows".formatted(sorted.length));
        }
        return counted() / ((end() - start()) / 1e9);
    }

    /** When the clock starts; 0 if nothing was done. */
    long start() {
        return begun == 0 ? 0 : sorted[begun - 1];
    }

    /** When the last piece was done; 0 if nothing was. */
    long end() {
        return begun == 0 ? 0 : sorted[sorted.length - 1];
    }

    /** How many pieces were done after the clock started. */
    long counted() {
        return Arrays.stream(sorted).filter(nanos -> nanos > start()).count();
    }
}
