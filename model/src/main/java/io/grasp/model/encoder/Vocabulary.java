package io.grasp.model.encoder;

import io.grasp.model.EncodedInput;
import io.grasp.model.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;

/**
 * The tokens that occur in some inputs, which are few of a tokenizer's: the rows of the word table that a training on
 * them reads, in the order of their ids. Immutable.
 */
final class Vocabulary {
    private final int[] ids;

    private Vocabulary(int[] ids) {
        this.ids = ids;
    }

    static Vocabulary of(Collection<EncodedInput> inputs, EncoderConfig config) {
        BitSet occurring = new BitSet(config.vocabSize());
        // ids up to that of padding keep their places, since positions are counted by comparing with it
        occurring.set(0, config.padTokenId() + 1);
        inputs.forEach(input -> Arrays.stream(input.tokenIds()).forEach(occurring::set));
        return new Vocabulary(occurring.stream().toArray());
    }

    /** Replaces token ids by the rows that stand for them. */
    void toRows(int[] tokenIds) {
        for (int i = 0; i < tokenIds.length; i++) {
            int row = Arrays.binarySearch(ids, tokenIds[i]);
            if (row < 0) {
                throw new IllegalArgumentException("An input has a token that was not there when training began");
            }
            tokenIds[i] = row;
        }
    }

    /**
     * The rows of a whole table.
     *
     * @param table [vocabulary size, hidden]
     */
    Tensor rowsOf(Tensor table) {
        float[] values = table.toFloatArray();
        int hidden = Math.toIntExact(table.shape()[1]);
        float[] rows = new float[ids.length * hidden];
        for (int row = 0; row < ids.length; row++) {
            System.arraycopy(values, ids[row] * hidden, rows, row * hidden, hidden);
        }
        return new Tensor(new long[] {ids.length, hidden}, rows);
    }

    /** Returns the whole table with these rows in their places. */
    Tensor putRows(Tensor rows, Tensor table) {
        float[] values = table.toFloatArray();
        float[] learnt = rows.toFloatArray();
        int hidden = Math.toIntExact(table.shape()[1]);
        for (int row = 0; row < ids.length; row++) {
            System.arraycopy(learnt, row * hidden, values, ids[row] * hidden, hidden);
        }
        return new Tensor(table.shape(), values);
    }
}
