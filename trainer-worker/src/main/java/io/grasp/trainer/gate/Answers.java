package io.grasp.trainer.gate;

import java.util.Set;

/**
 * What a person and two models said about one row for one task; the models' as if they never abstained.
 *
 * @param truth the person's labels
 */
public record Answers(Set<String> truth, Set<String> champion, Set<String> challenger) {
    public Answers {
        truth = Set.copyOf(truth);
        champion = Set.copyOf(champion);
        challenger = Set.copyOf(challenger);
    }

    /** These, as if each model had given the other's. */
    Answers exchanged() {
        return new Answers(truth, /* champion= */ challenger, /* challenger= */ champion);
    }
}
