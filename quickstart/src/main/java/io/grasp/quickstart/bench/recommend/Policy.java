package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.Outcome;
import io.grasp.learner.recommend.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;

/** Ways to recommend that are compared. */
enum Policy {
    THOMPSON("Thompson sampling", "thompson"),
    /** By the catalog, ties by id. */
    FIXED("fixed ranking", "fixed"),
    RANDOM("random", "random"),
    /** By what nobody knows. */
    BEST("best possible", "best");

    private final String title;
    private final String key;

    Policy(String title, String key) {
        this.title = title;
        this.key = key;
    }

    String title() {
        return title;
    }

    /** Its name in JSON. */
    String key() {
        return key;
    }

    /** A recommender who is new there. */
    Recommender at(School school) {
        return switch (this) {
            case THOMPSON -> new ThompsonRecommender();
            case FIXED -> new Unteachable((candidates, seed) -> byCatalog(candidates));
            case RANDOM -> new Unteachable(Policy::shuffled);
            case BEST ->
                new Unteachable(
                        (candidates, seed) -> school.bestFirst(candidates.get(0).situation()));
        };
    }

    private static List<Candidate> byCatalog(List<Candidate> candidates) {
        return candidates.stream()
                .sorted(Comparator.comparingDouble(
                                (Candidate candidate) -> candidate.prior().mean())
                        .reversed()
                        .thenComparing(Candidate::resourceId))
                .toList();
    }

    private static List<Candidate> shuffled(List<Candidate> candidates, Seed seed) {
        List<Candidate> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, new Random(seed.value()));
        return shuffled;
    }

    /** Goes on as before, whatever the outcome. */
    private record Unteachable(BiFunction<List<Candidate>, Seed, List<Candidate>> ranking) implements Recommender {
        @Override
        public List<Candidate> rank(List<Candidate> candidates, Seed seed) {
            return ranking.apply(candidates, seed);
        }

        @Override
        public void learn(Outcome outcome) {
            // nothing to learn
        }
    }
}
