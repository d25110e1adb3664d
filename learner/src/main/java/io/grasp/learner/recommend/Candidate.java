package io.grasp.learner.recommend;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A resource that could be recommended now. Immutable.
 *
 * @param situation what it would help with: an active misconception that it addresses, else the learner's level
 * @param fits why the catalog speaks for it
 */
public record Candidate(String resourceId, Situation situation, Set<Fit> fits) {
    // A compromise, found at other simulated schools than the README tells of: more gains more where the catalog is
    // right
    // on average, and less where it says nothing.
    private static final double OUTCOMES_OF_A_VOTE = 4;

    public Candidate {
        EnumSet<Fit> copy = EnumSet.noneOf(Fit.class);
        copy.addAll(fits);
        fits = Collections.unmodifiableSet(copy);
    }

    public Precedence precedence() {
        if (situation instanceof Situation.Misconceived) {
            return Precedence.ADDRESSES_MISCONCEPTION;
        }
        if (fits.contains(Fit.PREREQUISITE)) {
            return Precedence.PREREQUISITE;
        }
        return fits.contains(Fit.LEVEL) ? Precedence.FITS_LEVEL : Precedence.OTHER;
    }

    /**
     * What to believe of its effect before any outcome: every effect is equally probable, but for two votes of the
     * catalog, level and kind, that count as a few outcomes each; a fit has helped, a misfit has not. So the catalog's
     * judgement decides at first, and tens of outcomes outweigh it. How much a vote is worth is a choice of this
     * project.
     */
    public Beta prior() {
        double votes = (fits.contains(Fit.LEVEL) ? 1 : 0) + (fits.contains(Fit.KIND) ? 1 : 0);
        return new Beta(
                Beta.FLAT.alpha() + OUTCOMES_OF_A_VOTE * votes, Beta.FLAT.beta() + OUTCOMES_OF_A_VOTE * (2 - votes));
    }
}
