package io.grasp.trainer.gate;

/**
 * What {@link PromotionGate} goes by.
 *
 * @param confidence how sure the gate is before it holds a challenger back: one that is as good as the champion is held
 *     back by luck in at most {@code 1 - confidence} of cases; 0.5 to 0.99
 * @param minRows a task or learning topic with fewer held-out rows is not judged alone, and does not count in a mean;
 *     at least 2
 */
public record GateRules(Tolerances tolerances, double confidence, int minRows) {
    /** Beyond it, the few resamples that remain in the tail are too few to go by. */
    public static final double HIGHEST_CONFIDENCE = 0.99;

    public static final double LOWEST_CONFIDENCE = 0.5;

    /** A row alone never differs from itself. */
    public static final int FEWEST_ROWS = 2;

    public GateRules {
        if (!(confidence >= LOWEST_CONFIDENCE && confidence <= HIGHEST_CONFIDENCE)) {
            throw new IllegalArgumentException("The gate's confidence must be from %s to %s but is %s"
                    .formatted(LOWEST_CONFIDENCE, HIGHEST_CONFIDENCE, confidence));
        }
        if (minRows < FEWEST_ROWS) {
            throw new IllegalArgumentException(
                    "The gate needs at least %d rows to judge by, but is to take %d".formatted(FEWEST_ROWS, minRows));
        }
    }

    public static GateRules defaults() {
        return new GateRules(new Tolerances(0.01, 0.03, 0.05), 0.9, 20);
    }
}
