package io.grasp.learner.recommend;

/**
 * What outcomes have told about how much one resource helps in one situation. Only this must be stored: how likely the
 * catalog makes it comes in with {@link Candidate#prior}. Immutable.
 *
 * <p>An outcome is a share from 0 to 1 and counts as that much of a success, and as the rest of it of a failure. In
 * expectation this is what Agrawal &amp; Goyal (Analysis of Thompson sampling for the multi-armed bandit problem, 2012)
 * do with real-valued rewards, who toss a coin of that probability; without the toss nothing is lost to chance, and
 * nothing random is needed to replay it. No share varies more than a coin of the same mean, so the posterior is never
 * surer than it may be.
 *
 * @param helped sum of the outcomes
 * @param outcomes how many there were
 */
public record Effect(double helped, long outcomes) {
    /** Nothing is known yet. */
    public static final Effect UNKNOWN = new Effect(0, 0);

    public Effect {
        if (!(outcomes >= 0 && helped >= 0 && helped <= outcomes)) {
            throw new IllegalArgumentException(
                    "Outcomes from 0 to 1 can't sum up to %s in %d of them".formatted(helped, outcomes));
        }
    }

    /** With one more outcome. */
    public Effect after(Outcome outcome) {
        return new Effect(Math.min((double) outcomes + 1, helped + outcome.helped()), outcomes + 1);
    }

    /** What to believe, given what was believed before any outcome. */
    public Beta posterior(Beta prior) {
        return new Beta(prior.alpha() + helped, prior.beta() + (outcomes - helped));
    }
}
