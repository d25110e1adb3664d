package io.grasp.model.tensor;

/** Floats of 16 bits: widened exactly, narrowed to the nearest. */
public final class HalfFloats {
    private static final int F32_FRACTION_BITS = 23;
    private static final int F16_FRACTION_BITS = 10;
    private static final int DROPPED_BITS = F32_FRACTION_BITS - F16_FRACTION_BITS;

    private HalfFloats() {}

    /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
    public static float fromF16(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> F16_FRACTION_BITS) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | widened << F32_FRACTION_BITS | fraction << DROPPED_BITS);
    }

    /** The nearest binary16, ties to even; what is too large becomes infinite. */
    public static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude < 0x1p-14f) {
            // subnormal: a multiple of 2^-24
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int rounded = (bits & 0x7fffffff) + (1 << (DROPPED_BITS - 1)) - 1 + ((bits >>> DROPPED_BITS) & 1);
        int half = (rounded >>> DROPPED_BITS) - ((127 - 15) << F16_FRACTION_BITS);
        return (short) (sign | Math.min(half, 0x7c00));
    }

    /** The upper half of an IEEE 754 binary32. */
    static float fromBf16(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
