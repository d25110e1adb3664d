package io.grasp.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {
    @Test
    void everyHalfIsItselfAgainAfterItWasWidened() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            short half = (short) bits;
            float wide = HalfFloats.fromF16(half);
            if (Float.isNaN(wide)) {
                assertThat(HalfFloats.fromF16(HalfFloats.toF16(wide))).isNaN();
            } else {
                assertThat(HalfFloats.toF16(wide)).as("bits %x", bits).isEqualTo(half);
            }
        }
    }

    @Test
    void aFloatIsRoundedToTheNearestHalf() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 5));
            float rounded = HalfFloats.fromF16(HalfFloats.toF16(value));
            if (Math.abs(value) < 65_504) {
                assertThat((double) rounded)
                        .isCloseTo(value, within(Math.max(Math.abs((double) value) * 0x1p-11, 0x1p-25)));
            }
        }
    }

    @Test
    void whatIsHalfwayGoesToTheEvenOne() {
        assertThat(HalfFloats.fromF16(HalfFloats.toF16(1 + 0x1p-11f))).isEqualTo(1);
        assertThat(HalfFloats.fromF16(HalfFloats.toF16(1 + 3 * 0x1p-11f))).isEqualTo(1 + 0x1p-9f);
    }

    @Test
    void whatIsTooLargeIsInfinite() {
        assertThat(HalfFloats.fromF16(HalfFloats.toF16(1e6f))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloats.fromF16(HalfFloats.toF16(-1e6f))).isEqualTo(Float.NEGATIVE_INFINITY);
    }
}
