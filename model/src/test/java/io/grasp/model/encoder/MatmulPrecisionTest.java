package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.minilm.MiniLm;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The switch holds for the process, so each test puts it back. */
class MatmulPrecisionTest {
    @AfterEach
    void beExactAgain() {
        PyTorchRuntime.usePrecision(MatmulPrecision.HIGHEST);
    }

    @Test
    void thePrecisionThatWasAskedForIsInForce() {
        assertThat(PyTorchRuntime.usePrecision(MatmulPrecision.MEDIUM)).isEqualTo(MatmulPrecision.MEDIUM);
        assertThat(PyTorchRuntime.usePrecision(MatmulPrecision.HIGHEST)).isEqualTo(MatmulPrecision.HIGHEST);
    }

    @Test
    void autoChoosesOne() {
        assertThat(PyTorchRuntime.usePrecision(MatmulPrecision.AUTO)).isNotEqualTo(MatmulPrecision.AUTO);
    }

    @Test
    void mediumPrecisionKeepsAVectorsDirection() {
        try (SentenceEncoder encoder = new SentenceEncoder(
                MiniLm.encoderFiles(), Reading.bidirectional(Pooling.TEXT_MEAN, 64), new Computation(0, false))) {
            EncodedInput input =
                    encoder.encode(new ModelInput("Why is the bulb on?", "because the circuit has no gap in it"));
            float[] exact = encoder.embed(List.of(input))[0];
            PyTorchRuntime.usePrecision(MatmulPrecision.MEDIUM);
            float[] rounded = encoder.embed(List.of(input))[0];
            assertThat(cosine(exact, rounded)).isCloseTo(1, within(1e-3));
        }
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        double ofLeft = 0;
        double ofRight = 0;
        for (int i = 0; i < left.length; i++) {
            product += left[i] * right[i];
            ofLeft += left[i] * left[i];
            ofRight += right[i] * right[i];
        }
        return product / Math.sqrt(ofLeft * ofRight);
    }
}
