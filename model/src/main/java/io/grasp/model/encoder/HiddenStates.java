package io.grasp.model.encoder;

import io.grasp.model.tensor.HalfFloats;

/**
 * What a layer of an encoder reads of one input, [length, hidden], in half precision: a hidden state is some units
 * large, so that this rounds it by less than a thousandth. Immutable.
 */
public final class HiddenStates {
    private final short[] halves;

    private HiddenStates(short[] halves) {
        this.halves = halves;
    }

    /** Rounds {@code values} from {@code from} on. */
    static HiddenStates of(float[] values, int from, int size) {
        short[] halves = new short[size];
        for (int i = 0; i < size; i++) {
            halves[i] = HalfFloats.toF16(values[from + i]);
        }
        return new HiddenStates(halves);
    }

    void copyTo(float[] target, int at) {
        for (int i = 0; i < halves.length; i++) {
            target[at + i] = HalfFloats.fromF16(halves[i]);
        }
    }

    /** How much memory this takes, in bytes. */
    public long bytes() {
        return 2L * halves.length;
    }
}
