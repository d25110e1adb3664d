package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.grasp.model.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NativeCopiesTest {
    /** Two whole pieces and a bit. */
    private static final int MANY = (2 << 20) + 7;

    private static Tensor rising(long... shape) {
        int size = 1;
        for (long dimension : shape) {
            size *= (int) dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i;
        }
        return new Tensor(shape, values);
    }

    @Test
    void aTensorOfSeveralPiecesIsCopiedWhole() {
        Tensor tensor = rising(MANY);
        try (NDManager manager = PyTorchRuntime.newManager()) {
            assertThat(new NativeCopies(manager).of(tensor).toFloatArray()).isEqualTo(tensor.toFloatArray());
        }
    }

    @Test
    void aCopyHasItsTensorsShapeAndOutlivesTheNextCopy() {
        Tensor matrix = rising(3, 4);
        try (NDManager manager = PyTorchRuntime.newManager()) {
            NativeCopies copies = new NativeCopies(manager);
            NDArray copy = copies.of(matrix);
            copies.of(rising(MANY));

            assertThat(copy.getShape().getShape()).containsExactly(3, 4);
            assertThat(copy.toFloatArray()).isEqualTo(matrix.toFloatArray());
        }
    }

    @Test
    void onlyTheCopyStaysWithItsOwner() {
        try (NDManager manager = PyTorchRuntime.newManager()) {
            new NativeCopies(manager).of(rising(MANY));

            assertThat(manager.getManagedArrays()).hasSize(1);
        }
    }
}
