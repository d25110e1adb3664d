package io.grasp.model.tensor;

/** Widens 16-bit floats, exactly. */
final class HalfFloats {
    private HalfFloats() {}

    /** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
    static float fromF16(short half) {
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float sign = half < 0 ? -1f : 1f;
        return switch (exponent) {
            case 0 -> sign * fraction * 0x1p-24f;
            case 0x1f -> fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
            default -> sign * Math.scalb(1f + fraction * 0x1p-10f, exponent - 15);
        };
    }

    /** The upper half of an IEEE 754 binary32. */
    static float fromBf16(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
