package io.grasp.schemas;

import static java.util.Map.entry;

import io.grasp.events.AtRiskAlert;
import io.grasp.events.Classification;
import io.grasp.events.ErasureRequest;
import io.grasp.events.Evaluation;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Interaction;
import io.grasp.events.LabelRequest;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.LearnerState;
import io.grasp.events.Misconception;
import io.grasp.events.ModelActivation;
import io.grasp.events.ModelVersion;
import io.grasp.events.Recommendation;
import io.grasp.events.Resource;
import java.util.Map;
import org.apache.avro.Schema;

/** What is in which Kafka topic, said a second time so that a slip in {@link Topics} is noticed. */
final class TypesByTopic {
    static final Map<String, Schema> SCHEMAS = Map.ofEntries(
            entry("interactions", Interaction.getClassSchema()),
            entry("classifications", Classification.getClassSchema()),
            entry("learner-state", LearnerState.getClassSchema()),
            entry("recommendations", Recommendation.getClassSchema()),
            entry("feedback", FeedbackTriggered.getClassSchema()),
            entry("alerts", AtRiskAlert.getClassSchema()),
            entry("label-requests", LabelRequest.getClassSchema()),
            entry("labels", LabeledInteraction.getClassSchema()),
            entry("resources", Resource.getClassSchema()),
            entry("resource-submissions", Resource.getClassSchema()),
            entry("misconceptions", Misconception.getClassSchema()),
            entry("model-versions", ModelVersion.getClassSchema()),
            entry("model-activations", ModelActivation.getClassSchema()),
            entry("evaluations", Evaluation.getClassSchema()),
            entry("erasures", ErasureRequest.getClassSchema()));

    private TypesByTopic() {}
}
