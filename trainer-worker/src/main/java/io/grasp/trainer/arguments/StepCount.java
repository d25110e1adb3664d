package io.grasp.trainer.arguments;

/**
 * A number of update steps, or below 1 their share of all update steps.
 *
 * @param value zero or more; whole if it is 1 or more
 */
public record StepCount(double value) {
    public StepCount {
        boolean whole = value == Math.rint(value) && value <= Integer.MAX_VALUE;
        if (!(value >= 0) || (value >= 1 && !whole)) {
            throw new IllegalArgumentException(
                    "A number of steps is whole, or a ratio from 0 to below 1, but is %s".formatted(value));
        }
    }

    public boolean isRatio() {
        return value > 0 && value < 1;
    }

    /** The steps meant when there are {@code maxSteps} in all; a ratio is rounded up. */
    public int of(int maxSteps) {
        return value < 1 ? (int) Math.ceil(value * maxSteps) : (int) value;
    }

    Object written() {
        return isRatio() ? (Object) value : (Object) (int) value;
    }
}
