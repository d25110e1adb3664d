package io.grasp.learner.recommend;

/**
 * How a recommendation turned out.
 *
 * @param helped from 0, not at all, to 1: all that was lacking was learnt
 */
public record Outcome(String resourceId, Situation situation, double helped) implements Trial {
    public Outcome {
        if (!(helped >= 0 && helped <= 1)) {
            throw new IllegalArgumentException("An outcome is from 0 to 1, not " + helped);
        }
    }
}
