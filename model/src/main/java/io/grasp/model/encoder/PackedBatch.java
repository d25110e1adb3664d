package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.EncodedInput;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * The tokens of some inputs, or of what each has from its text on, one after the other and without padding. So inputs
 * of any lengths cost no more together than alone.
 */
final class PackedBatch {
    private final List<EncodedInput> inputs;
    /** By input, how many of its tokens stand before those that are here. */
    private final int[] before;
    /** By input, where its tokens begin; and behind the last one, where they end. */
    private final int[] starts;

    /** Whole inputs. */
    PackedBatch(List<EncodedInput> inputs) {
        this(inputs, input -> 0);
    }

    /** Inputs without what stands before their texts. */
    static PackedBatch ofTexts(List<EncodedInput> inputs) {
        return new PackedBatch(inputs, EncodedInput::textStart);
    }

    private PackedBatch(List<EncodedInput> inputs, ToIntFunction<EncodedInput> before) {
        if (inputs.stream().anyMatch(input -> input.windows().size() > 1)) {
            throw new IllegalArgumentException("A row is one window of a text: take InputWindows of the inputs first");
        }
        this.inputs = inputs;
        this.before = inputs.stream().mapToInt(before).toArray();
        this.starts = new int[inputs.size() + 1];
        for (int row = 0; row < inputs.size(); row++) {
            starts[row + 1] = starts[row] + inputs.get(row).length() - this.before[row];
        }
    }

    int size() {
        return inputs.size();
    }

    /** Of all inputs together. */
    int tokens() {
        return starts[size()];
    }

    int longest() {
        return IntStream.range(0, size()).map(this::length).max().orElse(0);
    }

    int start(int row) {
        return starts[row];
    }

    int length(int row) {
        return starts[row + 1] - starts[row];
    }

    /** How many tokens of an input attend to themselves alone, if it attends in that way. */
    int contextLength(int row, Attention attention) {
        return attention == Attention.TEXT_TO_CONTEXT ? inputs.get(row).textStart() - before[row] : 0;
    }

    int[] tokenIds() {
        return packed(EncodedInput::tokenIds);
    }

    int[] typeIds() {
        return packed(EncodedInput::typeIds);
    }

    /** The rows of the position table that the tokens read. */
    int[] positions(EncoderConfig config) {
        return packed(input -> config.positions(input.tokenIds()));
    }

    private int[] packed(Function<EncodedInput, int[]> ofInput) {
        int[] all = new int[tokens()];
        for (int row = 0; row < size(); row++) {
            System.arraycopy(ofInput.apply(inputs.get(row)), before[row], all, start(row), length(row));
        }
        return all;
    }

    /**
     * Returns one vector an input, [batch, hidden], on the manager of {@code hidden}.
     *
     * @param hidden [1, tokens, hidden]
     */
    NDArray pool(NDArray hidden, Pooling pooling) {
        float[] weights = new float[size() * tokens()];
        for (int row = 0; row < size(); row++) {
            EncodedInput input = inputs.get(row);
            boolean hasText = input.textStart() < input.textEnd();
            int from = pooling == Pooling.TEXT_MEAN && hasText ? input.textStart() - before[row] : 0;
            int to = switch (pooling) {
                case CLS -> 1;
                case MEAN -> length(row);
                case TEXT_MEAN -> hasText ? input.textEnd() - before[row] : length(row);
            };
            for (int i = from; i < to; i++) {
                weights[row * tokens() + start(row) + i] = 1f / (to - from);
            }
        }
        return hidden.getManager().create(weights, new Shape(size(), tokens())).matMul(hidden.reshape(tokens(), -1));
    }
}
