package io.grasp.learner.knowledge;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What knowledge tracing supposes of every learning topic. Immutable.
 *
 * @param usual of learning topics that are not named
 * @param learningTopics by name
 */
public record KnowledgeModel(KnowledgeParameters usual, Map<String, KnowledgeParameters> learningTopics) {
    public KnowledgeModel {
        learningTopics = Collections.unmodifiableMap(new TreeMap<>(learningTopics));
    }

    /** Nothing is known of any learning topic. */
    public static KnowledgeModel withoutFit() {
        return new KnowledgeModel(KnowledgeParameters.USUAL, Map.of());
    }

    public KnowledgeTracing of(String learningTopic) {
        return new KnowledgeTracing(learningTopics.getOrDefault(learningTopic, usual));
    }
}
