package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Copies tensors from the heap into the engine's memory, piece by piece through one small buffer. An array that is made
 * from Java's memory at once borrows a direct buffer as large as itself, which only a garbage collection frees; a
 * process that takes up one model after another would hold several of them. For one thread.
 */
final class NativeCopies {
    private static final int VALUES_AT_ONCE = 1 << 20;

    private final NDManager owner;
    private final ByteBuffer piece =
            ByteBuffer.allocateDirect(VALUES_AT_ONCE * Float.BYTES).order(ByteOrder.nativeOrder());

    /** @param owner what the copies' memory goes with */
    NativeCopies(NDManager owner) {
        this.owner = owner;
    }

    /** Returns a copy that the owner owns. */
    NDArray of(Tensor tensor) {
        FloatBuffer values = tensor.values();
        try (NDManager scratch = owner.newSubManager()) {
            NDArray flat = scratch.create(new Shape(tensor.size()), DataType.FLOAT32);
            for (int from = 0; from < tensor.size(); from += VALUES_AT_ONCE) {
                int to = Math.min(tensor.size(), from + VALUES_AT_ONCE);
                piece.clear().limit((to - from) * Float.BYTES);
                piece.asFloatBuffer().put(values.slice(from, to - from));
                try (NDArray borrowed = scratch.create(piece, new Shape(to - from), DataType.FLOAT32)) {
                    flat.set(new NDIndex(from + ":" + to), borrowed);
                }
            }
            NDArray copy = flat.reshape(new Shape(tensor.shape()));
            copy.attach(owner);
            return copy;
        }
    }
}
