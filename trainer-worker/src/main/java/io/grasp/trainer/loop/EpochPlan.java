package io.grasp.trainer.loop;

import io.grasp.trainer.arguments.SamplingStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which rows are in which batch of an epoch. Follows from the seed and the epoch alone, so a resumed run finds the same
 * batches and goes on at any of them. Immutable.
 */
public final class EpochPlan {
    /** Batches that are sorted by length together: more would make epochs alike, fewer would pad more. */
    private static final int MEGA_BATCH = 50;

    private static final int LEAST_MEGA_BATCHES = 4;

    private final List<List<Integer>> batches;

    private EpochPlan(List<List<Integer>> batches) {
        this.batches = List.copyOf(batches);
    }

    /**
     * Plans an epoch of every row once.
     *
     * @param lengths of the rows, in tokens
     * @param batchSize of all batches but the last, which may be smaller
     * @param epoch from 0
     */
    public static EpochPlan of(int[] lengths, int batchSize, SamplingStrategy strategy, long dataSeed, int epoch) {
        Random random = new Random(seedOf(dataSeed, epoch));
        List<Integer> rows = IntStream.range(0, lengths.length).boxed().toList();
        return new EpochPlan(
                switch (strategy) {
                    case SEQUENTIAL -> inBatches(rows, batchSize);
                    case RANDOM -> inBatches(shuffled(rows, random), batchSize);
                    case GROUP_BY_LENGTH -> byLength(shuffled(rows, random), lengths, batchSize, random);
                });
    }

    public int size() {
        return batches.size();
    }

    /** The rows of a batch. */
    public List<Integer> batch(int index) {
        return batches.get(index);
    }

    /** The batches from that one on. */
    public List<List<Integer>> from(int index) {
        return batches.subList(index, batches.size());
    }

    /**
     * The idea of Hugging Face's {@code LengthGroupedSampler}: rows are sorted by length within mega-batches of random
     * rows only, so that each epoch still has other batches. Full batches come in random order, but the longest rows
     * come first, so that memory runs out at once if it does.
     */
    private static List<List<Integer>> byLength(List<Integer> rows, int[] lengths, int batchSize, Random random) {
        Comparator<Integer> longestFirst =
                Comparator.comparingInt((Integer row) -> lengths[row]).reversed();
        int inMegaBatch = Math.max(1, Math.min(rows.size() / (batchSize * LEAST_MEGA_BATCHES), MEGA_BATCH)) * batchSize;
        List<List<Integer>> batches = new ArrayList<>();
        for (List<Integer> megaBatch : inBatches(rows, inMegaBatch)) {
            batches.addAll(inBatches(megaBatch.stream().sorted(longestFirst).toList(), batchSize));
        }
        boolean lastIsSmaller = rows.size() % batchSize != 0;
        List<List<Integer>> full = lastIsSmaller ? batches.subList(0, batches.size() - 1) : batches;
        List<List<Integer>> ordered = new ArrayList<>(shuffled(full, random));
        ordered.stream()
                .max(Comparator.comparingInt(batch -> lengths[batch.get(0)]))
                .ifPresent(longest -> {
                    ordered.remove(longest);
                    ordered.add(0, longest);
                });
        if (lastIsSmaller) {
            ordered.add(batches.get(batches.size() - 1));
        }
        return ordered;
    }

    private static List<List<Integer>> inBatches(List<Integer> rows, int size) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += size) {
            batches.add(List.copyOf(rows.subList(from, Math.min(rows.size(), from + size))));
        }
        return batches;
    }

    /** Fisher and Yates's shuffle, written out: a library's may change, and with it what a seed means. */
    private static <T> List<T> shuffled(List<T> items, Random random) {
        List<T> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T item = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, item);
        }
        return shuffled;
    }

    /** Neighbouring seeds and epochs give unrelated orders: the finalizer of SplitMix64 (Steele et al. 2014). */
    private static long seedOf(long dataSeed, int epoch) {
        long mixed = dataSeed + 0x9E3779B97F4A7C15L * (epoch + 1L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
