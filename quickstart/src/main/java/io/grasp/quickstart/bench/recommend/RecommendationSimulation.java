package io.grasp.quickstart.bench.recommend;

import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.OpenTrial;
import io.grasp.learner.recommend.Outcome;
import io.grasp.learner.recommend.Seed;
import io.grasp.learner.recommend.Situation;
import io.grasp.learner.recommend.Trial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Learners who each get one recommendation, as many at a time as a class has, so that outcomes come late. Not all use
 * what is recommended first. Immutable.
 *
 * @param recommendations how many, at least 1
 * @param interactions after which an outcome is known, at least 1
 */
record RecommendationSimulation(int recommendations, int interactions) {
    private static final int LEARNERS_AT_ONCE = 30;
    private static final double USE_FIRST = 0.7;
    private static final double USE_FIRST_OR_SECOND = 0.9;

    /** Plays one school through. Every policy meets the same learners, in the same situations, with the same luck. */
    List<Choice> run(Policy policy, Seed seed) {
        School school = School.of(seed.of("school"));
        Recommender recommender = policy.at(school);
        @Nullable Choice[] choices = new Choice[recommendations];
        Deque<Lesson> lessons = new ArrayDeque<>();
        int begun = 0;
        while (begun < recommendations || !lessons.isEmpty()) {
            if (begun < recommendations && lessons.size() < LEARNERS_AT_ONCE) {
                lessons.addLast(new Lesson(begun, school, recommender, seed.of("recommendation-" + begun)));
                begun++;
                continue;
            }
            Lesson lesson = lessons.removeFirst();
            if (lesson.goesOn() instanceof Outcome outcome) {
                recommender.learn(outcome);
                choices[lesson.number] = new Choice(lesson.best, outcome.helped());
            } else {
                lessons.addLast(lesson);
            }
        }
        List<Choice> made = new ArrayList<>();
        Collections.addAll(made, choices);
        return made;
    }

    /** One learner, from the recommendation to its outcome. */
    private final class Lesson {
        private final int number;
        private final boolean best;
        private final SimulatedLearner learner;
        private final double chance;
        private Trial trial;

        Lesson(int number, School school, Recommender recommender, Seed seed) {
            this.number = number;
            RandomGenerator random = seed.of("learner").generator();
            Situation situation =
                    school.situations().get(random.nextInt(school.situations().size()));
            double uses = random.nextDouble();
            learner = new SimulatedLearner(random);
            List<Candidate> ranked = recommender.rank(school.candidates(situation), seed);
            int used = uses < USE_FIRST ? 0 : uses < USE_FIRST_OR_SECOND ? 1 : 2;
            chance = school.chance(ranked.get(used));
            best = ranked.get(0).equals(school.bestFirst(situation).get(0));
            trial = OpenTrial.of(ranked.get(0), learner.mastery(), interactions).orElseThrow();
        }

        Trial goesOn() {
            learner.interact(chance);
            trial = ((OpenTrial) trial).after(learner.mastery());
            return trial;
        }
    }
}
