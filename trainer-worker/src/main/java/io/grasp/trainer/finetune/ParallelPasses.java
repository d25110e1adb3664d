package io.grasp.trainer.finetune;

import io.grasp.model.EncodedInput;
import io.grasp.trainer.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Passes of an encoder over many inputs, on as many threads as there are cores, with little padding. */
final class ParallelPasses {
    private final int batchSize;
    private final Progress progress;

    /**
     * Passes yet to be made.
     *
     * @param batchSize how many inputs at most are in one
     */
    ParallelPasses(int batchSize, Progress progress) {
        this.batchSize = batchSize;
        this.progress = progress;
    }

    /**
     * Returns what the pass makes of each input.
     *
     * @param pass safe for any number of threads; one result an input, in order
     */
    <T> Map<EncodedInput, T> over(Collection<EncodedInput> inputs, Function<List<EncodedInput>, T[]> pass) {
        List<EncodedInput> longestFirst = new ArrayList<>(inputs);
        // Batches of one length compute no padding; the longest first, so that no thread ends late with the longest.
        longestFirst.sort(Comparator.comparingInt(EncodedInput::length)
                .thenComparing(input -> input.windows().size())
                .reversed());
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<List<EncodedInput>> batches = new ArrayList<>();
            List<Future<T[]>> answers = new ArrayList<>();
            for (int from = 0; from < longestFirst.size(); from += batchSize) {
                List<EncodedInput> batch = longestFirst.subList(from, Math.min(longestFirst.size(), from + batchSize));
                batches.add(batch);
                answers.add(threads.submit(() -> {
                    T[] results = pass.apply(batch);
                    progress.advance(batch.size());
                    return results;
                }));
            }
            Map<EncodedInput, T> all = new HashMap<>();
            for (int i = 0; i < batches.size(); i++) {
                T[] results = answers.get(i).get();
                for (int row = 0; row < results.length; row++) {
                    all.put(batches.get(i).get(row), results[row]);
                }
            }
            return all;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("Inputs could not be encoded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while inputs were encoded", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
