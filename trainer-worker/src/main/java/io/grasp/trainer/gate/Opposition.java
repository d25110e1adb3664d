package io.grasp.trainer.gate;

/** What a challenger is up against. */
public sealed interface Opposition permits Opposition.NoChampion, Opposition.Unservable, Opposition.OutOfReach, Match {
    /** No version was ever promoted. */
    record NoChampion() implements Opposition {}

    /**
     * A champion that nobody can serve from the store any more: its package is lost, damaged or another one.
     *
     * @param problem what is wrong with it, as a sentence without its full stop
     */
    record Unservable(String champion, String problem) implements Opposition {}

    /**
     * A champion that may well serve, although it can't be read here: it is too new for this program, or the disk
     * failed.
     *
     * @param problem what is wrong, as a sentence without its full stop
     */
    record OutOfReach(String champion, String problem) implements Opposition {}
}
