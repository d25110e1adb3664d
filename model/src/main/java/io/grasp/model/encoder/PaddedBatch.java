package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.EncodedInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inputs of different lengths as rectangles of numbers, row after row, each row padded at its end to the longest. */
final class PaddedBatch {
    /** Low enough that its softmax is exactly 0 beside any real score, and far from where floats end. */
    private static final float BLOCKED = -1e9f;

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
        int[] ids = new int[size() * longest];
        Arrays.fill(ids, padding);
        for (int row = 0; row < size(); row++) {
            System.arraycopy(inputs.get(row).tokenIds(), 0, ids, row * longest, length(row));
        }
        return ids;
    }

    int[] typeIds() {
        int[] ids = new int[size() * longest];
        for (int row = 0; row < size(); row++) {
            System.arraycopy(inputs.get(row).typeIds(), 0, ids, row * longest, length(row));
        }
        return ids;
    }

    /** Added to attention scores: 0 for a token, {@link #BLOCKED} for padding. */
    float[] additiveMask() {
        float[] mask = new float[size() * longest];
        for (int row = 0; row < size(); row++) {
            Arrays.fill(mask, row * longest + length(row), (row + 1) * longest, BLOCKED);
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
                share(weights, row, 0, input.length());
            }
        }
        return weights;
    }

    /** Returns the additive mask [batch, 1, 1, length], or null if there is no padding. */
    @Nullable NDArray mask(NDManager scratch) {
        return hasPadding() ? scratch.create(additiveMask(), new Shape(size(), 1, 1, longest)) : null;
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
