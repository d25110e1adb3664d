package io.grasp.streams.decide;

import io.grasp.events.ResourceEffect;
import io.grasp.learner.recommend.Candidate;
import io.grasp.learner.recommend.Effect;
import io.grasp.learner.recommend.Outcome;
import io.grasp.learner.recommend.Situation;
import io.grasp.schemas.CompositeKey;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the students of one partition have told about how much resources help. Each partition learns from its own
 * students, so that a replay of the partition recommends the same.
 */
final class ResourceEffects {
    private final KeyValueStore<String, ResourceEffect> store;

    ResourceEffects(KeyValueStore<String, ResourceEffect> store) {
        this.store = store;
    }

    Effect of(Candidate candidate) {
        return of(candidate.situation(), candidate.resourceId());
    }

    void learn(Outcome outcome) {
        Effect known = of(outcome.situation(), outcome.resourceId()).after(outcome);
        store.put(key(outcome.situation(), outcome.resourceId()), new ResourceEffect(known.helped(), known.outcomes()));
    }

    private Effect of(Situation situation, String resourceId) {
        ResourceEffect kept = store.get(key(situation, resourceId));
        return kept == null ? Effect.UNKNOWN : new Effect(kept.getHelped(), kept.getOutcomes());
    }

    private static String key(Situation situation, String resourceId) {
        return CompositeKey.of(situation.key(), resourceId);
    }
}
