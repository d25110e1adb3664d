package io.grasp.model.head;

/**
 * When the lexical part of a head may decide without the encoder, as the first stage of a cascade (Viola and Jones,
 * Rapid Object Detection using a Boosted Cascade of Simple Features, 2001) that ends where it is sure. Holds for
 * learning topics that the model has learnt: on others the lexical part is surer than it should be.
 *
 * @param temperature the lexical part's logits are divided by it; above 0
 * @param sureFrom from this certainty on it decides; of several labels, the one that is least certain counts
 */
public record EarlyExit(double temperature, double sureFrom) {
    public EarlyExit {
        if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A temperature must be above 0 but is " + temperature);
        }
        if (!(sureFrom >= 0 && sureFrom <= 1)) {
            throw new IllegalArgumentException("sureFrom must be between 0 and 1 but is " + sureFrom);
        }
    }
}
