package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.Fit;
import io.grasp.learner.recommend.Seed;
import io.grasp.learner.recommend.Situation;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Where it is known how much each resource helps in each situation. What fits by the catalog helps more on average, but
 * no more than that. Immutable.
 *
 * @param chances by situation, the resources that could be recommended, each with the chance that a learner who uses it
 *     comes to master the learning topic between two interactions
 */
record School(Map<Situation, Map<Candidate, Double>> chances) {
    static final int RESOURCES = 6;
    private static final List<Situation> SITUATIONS = List.of(
            new Situation.Misconceived("first"),
            new Situation.Misconceived("second"),
            new Situation.Misconceived("third"),
            new Situation.AtLevel("novice"));

    // together, on average, about what knowledge tracing supposes where nothing is fitted: 0.15
    private static final double LEAST_CHANCE = 0.02;
    private static final double CHANCE_OF_A_FIT = 0.05;
    private static final double CHANCE_BY_LUCK = 0.15;

    School {
        Map<Situation, Map<Candidate, Double>> copy = new LinkedHashMap<>();
        chances.forEach((situation, own) -> copy.put(situation, Collections.unmodifiableMap(new LinkedHashMap<>(own))));
        chances = Collections.unmodifiableMap(copy);
    }

    /** The school of that seed. */
    static School of(Seed seed) {
        RandomGenerator random = seed.generator();
        Map<Situation, Map<Candidate, Double>> chances = new LinkedHashMap<>();
        for (Situation situation : SITUATIONS) {
            Map<Candidate, Double> own = new LinkedHashMap<>();
            for (int number = 1; number <= RESOURCES; number++) {
                Set<Fit> fits = fits(situation, random);
                own.put(
                        new Candidate("resource-" + number, situation, fits),
                        LEAST_CHANCE + CHANCE_OF_A_FIT * fits.size() + CHANCE_BY_LUCK * random.nextDouble());
            }
            chances.put(situation, own);
        }
        return new School(chances);
    }

    private static Set<Fit> fits(Situation situation, RandomGenerator random) {
        EnumSet<Fit> fits = EnumSet.noneOf(Fit.class);
        // without a misconception to address, it is its level that makes a resource a candidate
        if (random.nextBoolean() || situation instanceof Situation.AtLevel) {
            fits.add(Fit.LEVEL);
        }
        if (random.nextBoolean()) {
            fits.add(Fit.KIND);
        }
        return fits;
    }

    List<Situation> situations() {
        return List.copyOf(chances.keySet());
    }

    List<Candidate> candidates(Situation situation) {
        return List.copyOf(in(situation).keySet());
    }

    double chance(Candidate used) {
        return in(used.situation()).getOrDefault(used, 0.0);
    }

    /** The most helpful one first. */
    List<Candidate> bestFirst(Situation situation) {
        return candidates(situation).stream()
                .sorted(Comparator.comparingDouble(this::chance).reversed())
                .toList();
    }

    private Map<Candidate, Double> in(Situation situation) {
        return chances.getOrDefault(situation, Map.of());
    }
}
