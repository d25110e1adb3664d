package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrepackedLinearTest {
    private static final float ROUNDING = 1e-5f;

    private final NDManager manager = PyTorchRuntime.newManager();
    private final Random random = new Random(7);

    @AfterEach
    void freeMemory() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 384, 384", "7, 384, 1536", "64, 1536, 384", "500, 32, 48", "3, 5, 7"})
    void itComputesWhatTheUsualLayerDoesWhateverTheSizes(int tokens, int in, int out) {
        PrepackedLinear prepacked = new PrepackedLinear(manager);
        NDArray input = values(1, tokens, in);
        NDArray weight = values(out, in);
        NDArray bias = values(out);
        NDArray packed = prepacked.prepack(weight);

        assertClose(prepacked.of(input, packed, bias), LinearLayer.USUAL.of(input, weight, bias));
        assertClose(prepacked.gelu(input, packed, bias), LinearLayer.USUAL.gelu(input, weight, bias));
    }

    @Test
    void itsGeluIsTheExactOne() {
        PrepackedLinear prepacked = new PrepackedLinear(manager);
        NDArray input = manager.create(new float[] {-6, -3, -1, -0.1f, 0, 0.1f, 1, 3, 6}, new Shape(9, 1));
        NDArray one = prepacked.prepack(manager.ones(new Shape(1, 1)));

        assertThat(prepacked.gelu(input, one, manager.zeros(new Shape(1))).toFloatArray())
                // x Φ(x), with Φ from a table of the normal distribution
                .containsExactly(
                        new float[] {
                            -5.919e-9f, -0.0040497f, -0.1586553f, -0.046017f, 0, 0.053983f, 0.841345f, 2.99595f, 6f
                        },
                        within(1e-6f));
    }

    @Test
    void whatItMakesGoesWithItsInput() {
        PrepackedLinear prepacked = new PrepackedLinear(manager);
        NDArray packed = prepacked.prepack(values(4, 4));
        NDArray bias = values(4);
        int before = manager.getManagedArrays().size();
        try (NDManager scratch = manager.newSubManager()) {
            NDArray input = scratch.ones(new Shape(1, 2, 4));

            assertThat(prepacked.of(input, packed, bias).getManager()).isSameAs(scratch);
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray(), within(ROUNDING));
    }

    /** Such that sums of products stay near 1. */
    private NDArray values(int... shape) {
        long[] dimensions = IntStream.of(shape).asLongStream().toArray();
        double scale = 1 / Math.sqrt(shape[shape.length - 1]);
        float[] values = new float[Math.toIntExact(new Shape(dimensions).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return manager.create(values, new Shape(dimensions));
    }
}
