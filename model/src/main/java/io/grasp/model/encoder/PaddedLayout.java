package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** Tokens in a rectangle [batch, length, hidden]: every operation has a gradient, and padding is computed too. */
final class PaddedLayout implements TokenLayout {
    private final PaddedBatch batch;
    private final EncoderConfig config;
    private final @Nullable NDArray mask;

    /** @param scratch owns the mask */
    PaddedLayout(PaddedBatch batch, Attention attention, EncoderConfig config, NDManager scratch) {
        this.batch = batch;
        this.config = config;
        this.mask = batch.mask(scratch, attention);
    }

    @Override
    public NDArray queries(NDArray projected) {
        return byHead(projected);
    }

    @Override
    public NDArray keys(NDArray projected, int layer) {
        return byHead(projected);
    }

    @Override
    public NDArray values(NDArray projected, int layer) {
        return byHead(projected);
    }

    private NDArray byHead(NDArray projected) {
        Shape shape = new Shape(batch.size(), batch.longest(), config.heads(), config.hiddenSize() / config.heads());
        return projected.reshape(shape).transpose(2, 0, 1, 3);
    }

    @Override
    public @Nullable NDArray mask() {
        return mask;
    }

    @Override
    public NDArray joined(NDArray attended) {
        return attended.transpose(1, 2, 0, 3).reshape(batch.size(), batch.longest(), config.hiddenSize());
    }
}
