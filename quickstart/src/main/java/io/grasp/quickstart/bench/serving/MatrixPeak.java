package io.grasp.quickstart.bench.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.grasp.model.encoder.PyTorchRuntime;
import java.time.Duration;

/**
 * How fast the machine multiplies large matrices now, by the engine that the model uses and on all cores: the ceiling
 * of any transformer's speed on it, and a sign of who else is using it.
 */
final class MatrixPeak {
    private static final int SIZE = 1536;
    private static final Duration LONG_ENOUGH = Duration.ofMillis(400);

    private MatrixPeak() {}

    /** The best of several products of 32-bit floats, in 10⁹ operations a second. */
    static double gflops() {
        try (NDManager manager = PyTorchRuntime.newManager()) {
            PyTorchRuntime.useThreads(Runtime.getRuntime().availableProcessors());
            NDArray left = manager.randomUniform(0, 1, new Shape(SIZE, SIZE));
            NDArray right = manager.randomUniform(0, 1, new Shape(SIZE, SIZE));
            nanosOf(left, right); // the first one is slow
            long begun = System.nanoTime();
            long best = Long.MAX_VALUE;
            while (System.nanoTime() - begun < LONG_ENOUGH.toNanos()) {
                best = Math.min(best, nanosOf(left, right));
            }
            return 2.0 * SIZE * SIZE * SIZE / best;
        }
    }

    private static long nanosOf(NDArray left, NDArray right) {
        long begun = System.nanoTime();
        left.matMul(right).close();
        return System.nanoTime() - begun;
    }
}
