package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.Outcome;
import io.grasp.learner.recommend.Seed;
import java.util.List;

/** Somebody who recommends at one school. For one thread. */
interface Recommender {
    /** Ranks them, what is to be used first at first. */
    List<Candidate> rank(List<Candidate> candidates, Seed seed);

    /** Is told how one turned out that was ranked first. */
    void learn(Outcome outcome);
}
