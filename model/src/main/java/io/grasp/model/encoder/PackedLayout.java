package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens one after the other, [1, tokens, hidden], for serving: padding is computed in attention only, which is little
 * of all work. What attends is gathered from among the tokens, and what is attended to from among those and the tokens
 * of remembered contexts.
 */
final class PackedLayout implements TokenLayout {
    private final EncoderConfig config;
    private final List<ContextStates> contexts;
    private final NDArray attending;
    private final NDArray attended;
    private final NDArray back;
    private final @Nullable NDArray mask;

    /**
     * Texts that attend to their contexts and to themselves.
     *
     * @param contextOfRow one a row of {@code batch}, retained until all layers are computed; empty if there are none
     * @param attention which tokens of a row attend to which
     * @param scratch owns what this needs, and lives as long
     */
    PackedLayout(
            PackedBatch batch,
            List<ContextStates> contextOfRow,
            Attention attention,
            EncoderConfig config,
            NDManager scratch) {
        this.config = config;
        this.contexts = new ArrayList<>();
        Map<ContextStates, Integer> starts = new HashMap<>();
        int tokens = batch.tokens();
        for (ContextStates context : contextOfRow) {
            if (starts.putIfAbsent(context, tokens) == null) {
                contexts.add(context);
                tokens += context.length();
            }
        }
        int rows = batch.size();
        int longest = batch.longest();
        int longestContext =
                contextOfRow.stream().mapToInt(ContextStates::length).max().orElse(0);
        int width = longestContext + longest;
        int[] queryTokens = new int[rows * longest];
        int[] keyTokens = new int[rows * width];
        for (int row = 0; row < rows; row++) {
            // Padding reads some token, whose weight the mask makes 0.
            Arrays.fill(queryTokens, row * longest, (row + 1) * longest, batch.start(row));
            Arrays.fill(keyTokens, row * width, (row + 1) * width, batch.start(row));
            if (!contextOfRow.isEmpty()) {
                ContextStates context = contextOfRow.get(row);
                count(keyTokens, row * width, Objects.requireNonNull(starts.get(context)), context.length());
            }
            count(keyTokens, row * width + longestContext, batch.start(row), batch.length(row));
            count(queryTokens, row * longest, batch.start(row), batch.length(row));
        }
        this.attending = scratch.create(ofEachHead(queryTokens), new Shape(config.heads(), rows, longest));
        this.attended = scratch.create(ofEachHead(keyTokens), new Shape(config.heads(), rows, width));
        this.back = scratch.create(placesOfTokens(batch, longest), new Shape(batch.tokens(), config.heads()));
        this.mask = mask(batch, contextOfRow, longestContext, attention, scratch);
    }

    private static void count(int[] places, int at, int from, int length) {
        for (int i = 0; i < length; i++) {
            places[at + i] = from + i;
        }
    }

    /** A token's vector is the parts of its heads, one after the other. */
    private int[] ofEachHead(int[] tokens) {
        int heads = config.heads();
        int[] parts = new int[heads * tokens.length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < tokens.length; i++) {
                parts[head * tokens.length + i] = tokens[i] * heads + head;
            }
        }
        return parts;
    }

    private int[] placesOfTokens(PackedBatch batch, int longest) {
        int heads = config.heads();
        int[] places = new int[batch.tokens() * heads];
        for (int row = 0; row < batch.size(); row++) {
            for (int i = 0; i < batch.length(row); i++) {
                for (int head = 0; head < heads; head++) {
                    places[(batch.start(row) + i) * heads + head] = (head * batch.size() + row) * longest + i;
                }
            }
        }
        return places;
    }

    private static @Nullable NDArray mask(
            PackedBatch batch,
            List<ContextStates> contextOfRow,
            int longestContext,
            Attention attention,
            NDManager scratch) {
        int rows = batch.size();
        int longest = batch.longest();
        int width = longestContext + longest;
        boolean byToken = false;
        boolean blocks = false;
        for (int row = 0; row < rows; row++) {
            byToken |= batch.contextLength(row, attention) > 0;
            blocks |= batch.length(row) < longest
                    || (longestContext > 0 && contextOfRow.get(row).length() < longestContext);
        }
        if (!byToken && !blocks) {
            return null;
        }
        int attending = byToken ? longest : 1;
        float[] mask = new float[rows * attending * width];
        for (int row = 0; row < rows; row++) {
            int ownContext = batch.contextLength(row, attention);
            int given = longestContext == 0 ? 0 : contextOfRow.get(row).length();
            for (int i = 0; i < attending; i++) {
                int at = (row * attending + i) * width;
                int seen = byToken && i < ownContext ? ownContext : batch.length(row);
                Arrays.fill(mask, at + given, at + longestContext, BLOCKED);
                Arrays.fill(mask, at + longestContext + seen, at + width, BLOCKED);
            }
        }
        return scratch.create(mask, new Shape(rows, attending, width));
    }

    @Override
    public NDArray queries(NDArray projected) {
        return gathered(attending, projected);
    }

    @Override
    public NDArray keys(NDArray projected, int layer) {
        return gathered(
                attended,
                withContexts(projected, context -> context.layer(layer).keys()));
    }

    @Override
    public NDArray values(NDArray projected, int layer) {
        return gathered(
                attended,
                withContexts(projected, context -> context.layer(layer).values()));
    }

    private NDArray withContexts(NDArray projected, Function<ContextStates, NDArray> part) {
        if (contexts.isEmpty()) {
            return projected;
        }
        // First the one that is not the contexts' own: the result belongs to its manager.
        NDList parts = new NDList(projected);
        contexts.forEach(context -> parts.add(part.apply(context)));
        return NDArrays.concat(parts, 1);
    }

    @Override
    public @Nullable NDArray mask() {
        return mask;
    }

    @Override
    public NDArray joined(NDArray result) {
        return gathered(back, result).reshape(1, -1, config.hiddenSize());
    }

    /** Returns those parts, on the manager of {@code of}. */
    private NDArray gathered(NDArray places, NDArray of) {
        NDArray table = of.reshape(-1, config.hiddenSize() / config.heads());
        NDArray parts = places.getNDArrayInternal()
                .embedding(places, table, SparseFormat.DENSE)
                .singletonOrThrow();
        parts.attach(of.getManager());
        return parts;
    }
}
