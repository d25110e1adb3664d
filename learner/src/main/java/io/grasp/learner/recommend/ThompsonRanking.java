package io.grasp.learner.recommend;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Ranks what could be recommended: what pedagogy puts first comes first, and among equals the one that helps most if
 * the effects are as they were drawn from what is believed of them (Thompson, On the likelihood that one unknown
 * probability exceeds another in view of the evidence of two samples, 1933; Chapelle &amp; Li, An empirical evaluation
 * of Thompson sampling, 2011, who also show that it bears outcomes that come late). So each is first as often as it is
 * probably the best. As safe for threads as what it is given.
 */
public final class ThompsonRanking {
    private static final Comparator<Ranked> BEST_FIRST = Comparator.comparing(
                    (Ranked ranked) -> ranked.candidate().precedence())
            .thenComparing(Comparator.comparingDouble(Ranked::draw).reversed())
            .thenComparing(ranked -> ranked.candidate().resourceId());

    private final Function<Candidate, Effect> known;

    /**
     * A ranking.
     *
     * @param known what is known of a resource in its situation, or {@link Effect#UNKNOWN}
     */
    public ThompsonRanking(Function<Candidate, Effect> known) {
        this.known = known;
    }

    /**
     * Ranks these. The order in which they come does not matter, and neither does what else is among them: each draw
     * depends on the seed and the resource's id alone.
     *
     * @param seed another one for each recommendation, else a student meets the same luck each time; to be recorded
     * @throws IllegalArgumentException if a resource is among them twice
     */
    public List<Ranked> rank(Collection<Candidate> candidates, Seed seed) {
        Set<String> ids = new HashSet<>();
        for (Candidate candidate : candidates) {
            if (!ids.add(candidate.resourceId())) {
                throw new IllegalArgumentException("Resource %s is a candidate twice: choose one situation for it"
                        .formatted(candidate.resourceId()));
            }
        }
        return candidates.stream()
                .map(candidate -> drawn(candidate, seed))
                .sorted(BEST_FIRST)
                .toList();
    }

    private Ranked drawn(Candidate candidate, Seed seed) {
        Effect effect = known.apply(candidate);
        double draw = effect.posterior(candidate.prior())
                .sample(seed.of(candidate.resourceId()).generator());
        return new Ranked(candidate, effect, draw);
    }
}
