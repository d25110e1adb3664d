package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;

/** How a linear layer is computed: input × weightᵀ + bias. Safe for any number of threads. */
interface LinearLayer {
    /** The engine's usual one, which is differentiable. */
    LinearLayer USUAL = new LinearLayer() {
        @Override
        public NDArray of(NDArray input, NDArray weight, NDArray bias) {
            return input.getNDArrayInternal().linear(input, weight, bias).singletonOrThrow();
        }

        @Override
        public NDArray gelu(NDArray input, NDArray weight, NDArray bias) {
            return of(input, weight, bias).getNDArrayInternal().gelu();
        }
    };

    /**
     * Returns a new array on the manager of {@code input}.
     *
     * @param input [..., in]
     * @param weight of [out, in]
     * @param bias [out]
     */
    NDArray of(NDArray input, NDArray weight, NDArray bias);

    /** The exact GELU of {@link #of}. */
    NDArray gelu(NDArray input, NDArray weight, NDArray bias);
}
