package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.EncodedInput;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Inputs of different lengths as rectangles of numbers, row after row, each row padded at its end to the longest. */
final class PaddedBatch {
    private final List<EncodedInput> inputs;
    private final int longest;

    PaddedBatch(List<EncodedInput> inputs) {
        if (inputs.stream().anyMatch(input -> input.windows().size() > 1)) {
            throw new IllegalArgumentException("A row is one window of a text: take InputWindows of the inputs first");
        }
        this.inputs = inputs;
        this.longest = inputs.stream().mapToInt(EncodedInput::length).max().orElse(0);
    }

    int size() {
        return inputs.size();
    }

    int longest() {
        return longest;
    }

    boolean hasPadding() {
        return inputs.stream().anyMatch(input -> input.length() < longest);
    }

    int length(int row) {
        return inputs.get(row).length();
    }

    int[] tokenIds(int padding) {
        return padded(EncodedInput::tokenIds, padding);
    }

    int[] typeIds() {
        return padded(EncodedInput::typeIds, 0);
    }

    /** The rows of the position table that the tokens read; those of padding are never looked at. */
    int[] positions(EncoderConfig config) {
        return padded(input -> config.positions(input.tokenIds()), config.padTokenId());
    }

    private int[] padded(Function<EncodedInput, int[]> ofInput, int padding) {
        int[] all = new int[size() * longest];
        Arrays.fill(all, padding);
        for (int row = 0; row < size(); row++) {
            System.arraycopy(ofInput.apply(inputs.get(row)), 0, all, row * longest, length(row));
        }
        return all;
    }

    /** Added to attention scores: 0 for a token, {@link TokenLayout#BLOCKED} for padding. */
    float[] additiveMask() {
        float[] mask = new float[size() * longest];
        for (int row = 0; row < size(); row++) {
            Arrays.fill(mask, row * longest + length(row), (row + 1) * longest, TokenLayout.BLOCKED);
        }
        return mask;
    }

    /** A row's tokens share the weight 1 equally and its padding weighs 0, so a weighted sum is the mean. */
    float[] meanWeights() {
        float[] weights = new float[size() * longest];
        for (int row = 0; row < size(); row++) {
            share(weights, row, 0, length(row));
        }
        return weights;
    }

    /** As {@link #meanWeights}, but only the tokens of a row's text share, or all of them if the text has none. */
    float[] textMeanWeights() {
        float[] weights = new float[size() * longest];
        for (int row = 0; row < size(); row++) {
            EncodedInput input = inputs.get(row);
            if (input.textStart() < input.textEnd()) {
                share(weights, row, input.textStart(), input.textEnd());
            } else {
                share(weights, row, 0, length(row));
            }
        }
        return weights;
    }

    /**
     * Returns what to add to attention scores [heads, batch, length, length], or null if that is nothing; [batch, 1,
     * length] or [batch, length, length].
     */
    @Nullable NDArray mask(NDManager scratch, Attention attention) {
        if (attention == Attention.TEXT_TO_CONTEXT && hasContext()) {
            return scratch.create(additiveTextToContextMask(), new Shape(size(), longest, longest));
        }
        return hasPadding() ? scratch.create(additiveMask(), new Shape(size(), 1, longest)) : null;
    }

    private boolean hasContext() {
        return inputs.stream().anyMatch(input -> input.textStart() > 0);
    }

    /** As {@link #additiveMask} for each token that attends, and to those of a context the text is as padding. */
    private float[] additiveTextToContextMask() {
        float[] mask = new float[size() * longest * longest];
        for (int row = 0; row < size(); row++) {
            int context = inputs.get(row).textStart();
            for (int attending = 0; attending < longest; attending++) {
                int from = (row * longest + attending) * longest;
                int seen = attending < context ? context : length(row);
                Arrays.fill(mask, from + seen, from + longest, TokenLayout.BLOCKED);
            }
        }
        return mask;
    }

    /** Returns one vector an input, [batch, 1, hidden], on the manager of {@code hidden} [batch, length, hidden]. */
    NDArray pool(NDArray hidden, Pooling pooling) {
        return switch (pooling) {
            case CLS -> hidden.get(":, 0:1");
            case MEAN -> weightedSum(hidden, meanWeights());
            case TEXT_MEAN -> weightedSum(hidden, textMeanWeights());
        };
    }

    private NDArray weightedSum(NDArray hidden, float[] weights) {
        return hidden.getManager()
                .create(weights, new Shape(size(), 1, longest))
                .matMul(hidden);
    }

    private void share(float[] weights, int row, int from, int to) {
        Arrays.fill(weights, row * longest + from, row * longest + to, 1f / (to - from));
    }
}
