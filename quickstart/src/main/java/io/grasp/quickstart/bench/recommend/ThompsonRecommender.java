package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.Effect;
import io.grasp.learner.recommend.Outcome;
import io.grasp.learner.recommend.Ranked;
import io.grasp.learner.recommend.Seed;
import io.grasp.learner.recommend.Situation;
import io.grasp.learner.recommend.ThompsonRanking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Learns from outcomes, as the streams-app does. For one thread. */
final class ThompsonRecommender implements Recommender {
    private final Map<Key, Effect> effects = new HashMap<>();
    private final ThompsonRanking ranking = new ThompsonRanking(
            candidate -> effects.getOrDefault(new Key(candidate.resourceId(), candidate.situation()), Effect.UNKNOWN));

    private record Key(String resourceId, Situation situation) {}

    @Override
    public List<Candidate> rank(List<Candidate> candidates, Seed seed) {
        return ranking.rank(candidates, seed).stream().map(Ranked::candidate).toList();
    }

    @Override
    public void learn(Outcome outcome) {
        effects.merge(
                new Key(outcome.resourceId(), outcome.situation()),
                Effect.UNKNOWN.after(outcome),
                (known, first) -> known.after(outcome));
    }
}
