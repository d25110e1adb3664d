package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import io.grasp.model.encoder.BertEncoder.Context;
import io.grasp.model.encoder.BertEncoder.KeysAndValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The contexts of a batch, one a row, padded at their ends to the longest. Borrows their states. */
final class BatchContexts {
    private static final float BLOCKED = -1e9f;

    private final EncoderConfig config;
    private final List<ContextStates> distinct;
    private final NDArray places;
    private final @Nullable NDArray mask;

    /**
     * Contexts of a batch.
     *
     * @param rows one a row, retained until the batch is computed
     * @param scratch owns what this needs, and lives as long
     */
    BatchContexts(EncoderConfig config, List<ContextStates> rows, NDManager scratch) {
        this.config = config;
        Map<ContextStates, Integer> starts = new LinkedHashMap<>();
        int tokens = 0;
        for (ContextStates row : rows) {
            if (starts.putIfAbsent(row, tokens) == null) {
                tokens += row.length();
            }
        }
        this.distinct = new ArrayList<>(starts.keySet());
        int longest = rows.stream().mapToInt(ContextStates::length).max().orElse(0);
        int heads = config.heads();
        int[] flat = new int[heads * rows.size() * longest];
        float[] blocked = new float[rows.size() * longest];
        boolean padded = false;
        for (int row = 0; row < rows.size(); row++) {
            int start = Objects.requireNonNull(starts.get(rows.get(row)));
            int length = rows.get(row).length();
            padded |= length < longest;
            Arrays.fill(blocked, row * longest + length, (row + 1) * longest, BLOCKED);
            for (int head = 0; head < heads; head++) {
                int at = (head * rows.size() + row) * longest;
                for (int i = 0; i < longest; i++) {
                    // padding reads the context's first token, whose weight the mask makes 0
                    flat[at + i] = head * tokens + start + (i < length ? i : 0);
                }
            }
        }
        this.places = scratch.create(flat, new Shape(heads, rows.size(), longest));
        this.mask = padded ? scratch.create(blocked, new Shape(rows.size(), 1, longest)) : null;
    }

    /** Returns what the texts attend to in that layer, on {@code scratch}. */
    Context ofLayer(int layer, NDManager scratch) {
        return new Context(
                new KeysAndValues(
                        gathered(scratch, states -> states.layer(layer).keys()),
                        gathered(scratch, states -> states.layer(layer).values())),
                mask);
    }

    private NDArray gathered(NDManager scratch, Function<ContextStates, NDArray> part) {
        NDList parts = new NDList(distinct.stream().map(part).toList());
        NDArray all = NDArrays.concat(parts, 1);
        all.attach(scratch);
        NDArray table = all.reshape(-1, config.hiddenSize() / config.heads());
        NDArray rows = places.getNDArrayInternal()
                .embedding(places, table, SparseFormat.DENSE)
                .singletonOrThrow();
        rows.attach(scratch);
        return rows;
    }
}
