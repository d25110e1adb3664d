package io.grasp.model.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** A shaped array of floats in row-major order, on the Java heap. Equal by content (bit for bit). Immutable. */
public final class Tensor {
    private final long[] shape;
    private final float[] values;

    /**
     * Takes ownership of {@code values}, which can be large; the caller must not write to it again.
     *
     * @param shape sizes, outermost first; empty for a scalar
     */
    public Tensor(long[] shape, float[] values) {
        this.shape = shape.clone();
        this.values = values;
        if (size(shape) != values.length) {
            throw new IllegalArgumentException(
                    "A tensor of shape %s does not have %d values".formatted(Arrays.toString(shape), values.length));
        }
    }

    /** Returns a copy. */
    public long[] shape() {
        return shape.clone();
    }

    public boolean hasShape(long... expected) {
        return Arrays.equals(shape, expected);
    }

    /** Returns a read-only view with its own position. */
    public FloatBuffer values() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /** Returns a copy. */
    public float[] toFloatArray() {
        return values.clone();
    }

    /** Returns a copy of a matrix, [rows][columns]. */
    public float[][] toRows() {
        if (shape.length != 2) {
            throw new IllegalStateException("%s is not a matrix".formatted(this));
        }
        int columns = Math.toIntExact(shape[1]);
        float[][] rows = new float[Math.toIntExact(shape[0])][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
        }
        return rows;
    }

    /**
     * Returns a matrix of these rows.
     *
     * @param rows at least one, all of one length
     */
    public static Tensor ofRows(float[][] rows) {
        int columns = rows[0].length;
        float[] values = new float[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * columns, columns);
        }
        return new Tensor(new long[] {rows.length, columns}, values);
    }

    public int size() {
        return values.length;
    }

    /** The number of values in that shape, or -1 if it is negative or does not fit one Java array. */
    static long size(long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                return -1;
            }
            // checked before the product so that it cannot overflow
            if (dimension != 0 && size > Integer.MAX_VALUE / dimension) {
                return -1;
            }
            size *= dimension;
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that && Arrays.equals(shape, that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
