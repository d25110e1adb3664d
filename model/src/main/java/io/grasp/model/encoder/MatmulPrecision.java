package io.grasp.model.encoder;

/**
 * How exactly the engine multiplies matrices, as PyTorch's {@code torch.set_float32_matmul_precision} has it. Sums are
 * always kept in 32 bits.
 */
public enum MatmulPrecision {
    /** Factors in 32 bits. */
    HIGHEST,
    /** Factors rounded to bfloat16, which processors with instructions for that multiply several times faster. */
    MEDIUM,
    /**
     * {@link #MEDIUM} where a measurement at the start finds it clearly faster on this machine, else {@link #HIGHEST}.
     */
    AUTO
}
