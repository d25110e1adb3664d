package io.grasp.streams.decide;

import io.grasp.events.RecommendationTrial;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.progress.LearnerProgress;
import io.grasp.learner.recommend.OpenTrial;
import io.grasp.learner.recommend.Outcome;
import io.grasp.learner.recommend.Situation;
import io.grasp.learner.recommend.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Follows recommendations until it is known whether they helped: a learner's mastery some interactions later. */
final class Trials {
    private final ResourceEffects effects;
    private final int interactions;

    /** @param interactions after how many the outcome is known */
    Trials(ResourceEffects effects, int interactions) {
        this.effects = effects;
        this.interactions = interactions;
    }

    /** One more interaction of the learner; learns from the trials that end with it. */
    InterventionHistory follow(LearnerProgress progress, Observation observation, InterventionHistory before) {
        if (before.trials().isEmpty() || observation.shown().correctness() == null) {
            return before;
        }
        List<RecommendationTrial> open = new ArrayList<>();
        for (RecommendationTrial kept : before.trials()) {
            if (observation.at().isAfter(kept.getRecommendedAt())) {
                Trial trial = read(kept).after(progress.mastery().orElseThrow());
                if (trial instanceof OpenTrial stillOpen) {
                    open.add(written(stillOpen, kept.getRecommendedAt()));
                } else if (trial instanceof Outcome outcome) {
                    effects.learn(outcome);
                }
            } else {
                open.add(kept); // a late interaction tells nothing of what was recommended after it
            }
        }
        return before.withTrials(open);
    }

    /** Puts what was recommended first on trial, unless one is open already or nothing can be gained. */
    InterventionHistory begin(
            Suited first, LearnerProgress progress, Observation observation, InterventionHistory before) {
        if (!before.trials().isEmpty() || progress.mastery().isEmpty()) {
            return before;
        }
        return OpenTrial.of(first.candidate(), progress.mastery().getAsDouble(), interactions)
                .map(trial -> before.withTrials(List.of(written(trial, observation.at()))))
                .orElse(before);
    }

    private static OpenTrial read(RecommendationTrial kept) {
        return new OpenTrial(
                kept.getResourceId(), Situation.of(kept.getSituation()), kept.getMastery(), kept.getToCome());
    }

    private static RecommendationTrial written(OpenTrial trial, Instant at) {
        return new RecommendationTrial(
                trial.resourceId(), trial.situation().key(), trial.mastery(), trial.toCome(), at);
    }
}
