package io.grasp.model.encoder;

import ai.djl.ndarray.NDArray;

/**
 * Which share of values is zeroed at random in training, the rest being scaled up to make up for it (Srivastava et al.
 * 2014). Draws from the engine's random numbers.
 *
 * @param hidden of hidden values, from 0 up to but not including 1
 * @param attention of attention weights, likewise
 */
public record Dropout(double hidden, double attention) {
    /** What serving uses. */
    public static final Dropout NONE = new Dropout(0, 0);

    public Dropout {
        if (!(hidden >= 0 && hidden < 1) || !(attention >= 0 && attention < 1)) {
            throw new IllegalArgumentException(
                    "Dropout must be at least 0 and below 1 but is %s and %s".formatted(hidden, attention));
        }
    }

    NDArray ofHidden(NDArray values) {
        return dropped(values, hidden);
    }

    NDArray ofAttention(NDArray weights) {
        return dropped(weights, attention);
    }

    private static NDArray dropped(NDArray values, double share) {
        return share == 0
                ? values
                : values.getNDArrayInternal()
                        .dropout(values, (float) share, true)
                        .singletonOrThrow();
    }
}
