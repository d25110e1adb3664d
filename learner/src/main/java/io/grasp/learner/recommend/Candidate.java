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
     * What to believe of its effect before any outcome: every effect is equally probable (Bayes, Laplace), but for two
     * votes of the catalog, level and kind, that count as an outcome each; a fit has helped, a misfit has not. So the
     * catalog's judgement decides at first and is outweighed by a handful of outcomes. That a vote is worth one outcome
     * is a choice of this project.
     */
    public Beta prior() {
        int votes = (fits.contains(Fit.LEVEL) ? 1 : 0) + (fits.contains(Fit.KIND) ? 1 : 0);
        return new Beta(Beta.FLAT.alpha() + votes, Beta.FLAT.beta() + (2 - votes));
    }
}
