package io.grasp.trainer.gate;

/** What the gate makes of one comparison. */
public enum Verdict {
    /** Better, equal, or not worse by more than is tolerated. */
    WITHIN_TOLERANCE,
    /** Worse by more than is tolerated on these rows, but luck alone might do that. */
    MAY_BE_LUCK,
    /** Worse by more than is tolerated, and that is hardly luck. */
    WORSE,
    /** Not judged. */
    TOO_FEW_ROWS
}
