package io.grasp.streams.decide;

import io.grasp.events.Resource;
import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.Fit;
import io.grasp.learner.recommend.Situation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * A resource that suits a learner now.
 *
 * @param candidate the same, as it is ranked
 * @param reasons why, in words for a teacher, the weightiest first
 */
record Suited(Resource resource, Candidate candidate, List<String> reasons) {
    Suited {
        reasons = List.copyOf(reasons);
    }

    static Suited of(Resource resource, Situation situation, EnumSet<Fit> fits, List<String> reasons) {
        return new Suited(resource, new Candidate(resource.getResourceId(), situation, fits), reasons);
    }

    /** The same resource, since it also comes before another. */
    Suited comingBefore(Suited prerequisite) {
        EnumSet<Fit> fits = EnumSet.of(Fit.PREREQUISITE);
        fits.addAll(candidate.fits());
        List<String> all = new ArrayList<>(reasons);
        all.addAll(prerequisite.reasons());
        return of(resource, candidate.situation(), fits, all);
    }
}
