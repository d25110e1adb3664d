package io.grasp.learner.recommend;

/**
 * A candidate in its place, with all that put it there.
 *
 * @param effect what was known of it in its situation; {@link Effect#outcomes} says on how much that rests
 * @param draw the effect, from 0 to 1, that was drawn from {@link #posterior} and placed it among those of its
 *     {@link Candidate#precedence}
 */
public record Ranked(Candidate candidate, Effect effect, double draw) {
    /**
     * What was believed of its effect; the mean is what share of what they lack learners are expected to gain. With few
     * outcomes that is the catalog's word, so tell people what {@link #effect} has seen.
     */
    public Beta posterior() {
        return effect.posterior(candidate.prior());
    }
}
