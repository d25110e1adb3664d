package io.grasp.model.encoder;

/**
 * How an encoder that serves computes; what comes out is the same, but for rounding.
 *
 * @param contextBytes how much native memory remembered contexts may take, in a model whose texts are read apart from
 *     them ({@link Attention#TEXT_TO_CONTEXT}); 0 to read each context with every text
 * @param prepacked whether weights are laid out for products once, when the model is opened, and not with each batch
 */
public record Computation(long contextBytes, boolean prepacked) {
    /** Room for some 300 questions of 45 tokens in an encoder of 6 layers and 384 values. */
    public static final Computation USUAL = new Computation(256L << 20, true);
}
