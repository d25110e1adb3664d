package io.grasp.trainer.gate;

/** What to do with a challenger and, for the log and the release notes, why. */
public sealed interface Decision {
    String reason();

    /** It takes over. */
    record Promote(String reason) implements Decision {}

    /** The champion stays. */
    record Hold(String reason) implements Decision {}
}
