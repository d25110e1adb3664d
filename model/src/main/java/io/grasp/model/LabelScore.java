package io.grasp.model;

/**
 * A label and how sure the model is of it.
 *
 * @param probability between 0 and 1, calibrated
 */
public record LabelScore(String label, double probability) {
    public LabelScore {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "Probability of label '%s' must be in [0, 1] but is %s".formatted(label, probability));
        }
    }
}
