package io.grasp.streams.evaluate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window over yes and no that grows while their rate stays, and sheds its older part once the rate has changed:
 * ADWIN2 of Bifet and Gavaldà, "Learning from Time-Changing Data with Adaptive Windowing" (SDM 2007), with M = 5. It
 * remembers n values in O(log n) buckets. Unlike there, all that is before the clearest change goes at once and not
 * bucket by bucket, which leaves the bound on false alarms as it is and a cleaner rest. Immutable.
 *
 * @param buckets oldest first; sizes are powers of two that never grow, each occurring at most M times
 */
record AdaptiveWindow(List<Bucket> buckets) {
    static final AdaptiveWindow EMPTY = new AdaptiveWindow(List.of());

    /** The paper's M. */
    private static final int MOST_OF_A_SIZE = 5;
    /** Fewer values tell nothing, as in the authors' own implementation (MOA). */
    private static final int FEWEST_OF_A_SIDE = 5;

    AdaptiveWindow {
        buckets = List.copyOf(buckets);
    }

    /** Successive values: how many, how many of them are yes, and when the first came in. */
    record Bucket(long size, long yes, Instant since) {}

    /**
     * That the rate of yes changed.
     *
     * @param since when the first value after it came in
     * @param from the rate before, of {@code before} values
     * @param to the rate since, of {@code after} values
     */
    record Change(Instant since, double from, double to, long before, long after) {
        boolean isFall() {
            return to < from;
        }
    }

    /** The window after a value, and the change that it showed, if any. */
    record Step(AdaptiveWindow window, Optional<Change> change) {}

    /**
     * Takes in a value.
     *
     * @param delta how probable it is at most that a change is seen where there is none
     */
    Step add(boolean yes, Instant at, double delta) {
        List<Bucket> grown = new ArrayList<>(buckets);
        grown.add(new Bucket(1, yes ? 1 : 0, at));
        merge(grown);
        AdaptiveWindow all = new AdaptiveWindow(grown);
        Optional<Cut> cut = all.clearestCut(delta);
        if (cut.isEmpty()) {
            return new Step(all, Optional.empty());
        }
        AdaptiveWindow rest = new AdaptiveWindow(grown.subList(cut.get().bucket(), grown.size()));
        Change change = all.changeTo(rest);
        for (Optional<Cut> more = rest.clearestCut(delta); more.isPresent(); more = rest.clearestCut(delta)) {
            rest = new AdaptiveWindow(rest.buckets.subList(more.get().bucket(), rest.buckets.size()));
            change = all.changeTo(rest);
        }
        return new Step(rest, Optional.of(change));
    }

    long size() {
        return buckets.stream().mapToLong(Bucket::size).sum();
    }

    long yes() {
        return buckets.stream().mapToLong(Bucket::yes).sum();
    }

    private Change changeTo(AdaptiveWindow rest) {
        long gone = size() - rest.size();
        return new Change(
                rest.buckets.get(0).since(),
                (double) (yes() - rest.yes()) / gone,
                (double) rest.yes() / rest.size(),
                gone,
                rest.size());
    }

    /** Where the window is cut: before this bucket. */
    private record Cut(int bucket, double excess) {}

    private Optional<Cut> clearestCut(double delta) {
        long size = size();
        long yes = yes();
        double rate = (double) yes / Math.max(1, size);
        double logarithm = Math.log(2 * Math.log((double) Math.max(2, size)) / delta);
        Optional<Cut> clearest = Optional.empty();
        long before = 0;
        long yesBefore = 0;
        for (int i = 1; i < buckets.size(); i++) {
            before += buckets.get(i - 1).size();
            yesBefore += buckets.get(i - 1).yes();
            long after = size - before;
            if (before < FEWEST_OF_A_SIDE || after < FEWEST_OF_A_SIDE) {
                continue;
            }
            double harmonic = 1.0 / before + 1.0 / after;
            double noise = Math.sqrt(2 * harmonic * rate * (1 - rate) * logarithm) + 2.0 / 3 * harmonic * logarithm;
            double difference = Math.abs((double) yesBefore / before - (double) (yes - yesBefore) / after);
            double excess = difference - noise;
            if (excess > clearest.map(Cut::excess).orElse(0.0)) {
                clearest = Optional.of(new Cut(i, excess));
            }
        }
        return clearest;
    }

    /** Makes the two oldest of a size one, wherever there are too many. */
    private static void merge(List<Bucket> buckets) {
        int end = buckets.size();
        while (end > 0) {
            long size = buckets.get(end - 1).size();
            int first = end - 1;
            while (first > 0 && buckets.get(first - 1).size() == size) {
                first--;
            }
            if (end - first <= MOST_OF_A_SIZE) {
                return;
            }
            Bucket newer = buckets.remove(first + 1);
            Bucket older = buckets.get(first);
            buckets.set(first, new Bucket(2 * size, older.yes() + newer.yes(), older.since()));
            end = first + 1;
        }
    }
}
