package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.LabelProbability;
import io.grasp.events.Misconception;
import io.grasp.schemas.CompositeKey;
import java.time.Instant;

/** Words the feedback on a misconception that a classification shows. */
final class FeedbackRule {
    private static final String MISCONCEPTION = "misconception";

    private FeedbackRule() {}

    static FeedbackTriggered feedback(Classification classification, Misconception misconception, Instant decidedAt) {
        return FeedbackTriggered.newBuilder()
                .setFeedbackId(CompositeKey.of(classification.getInteractionId(), misconception.getMisconceptionId()))
                .setStudentId(classification.getStudentId())
                .setLearningTopic(classification.getLearningTopic())
                .setInteractionId(classification.getInteractionId())
                .setMisconceptionId(misconception.getMisconceptionId())
                .setMisconceptionName(misconception.getName())
                .setText(inTheStudentsLanguage(classification, misconception))
                .setResourceIds(misconception.getResourceIds())
                .setConfidence(confidence(classification, misconception.getMisconceptionId()))
                .setOccurredAt(classification.getOccurredAt())
                .setDecidedAt(decidedAt)
                .build();
    }

    private static String inTheStudentsLanguage(Classification classification, Misconception misconception) {
        return classification.getLanguage() == null
                ? misconception.getFeedback()
                : misconception
                        .getFeedbackByLanguage()
                        .getOrDefault(classification.getLanguage(), misconception.getFeedback());
    }

    private static double confidence(Classification classification, String misconceptionId) {
        return classification.getTasks().stream()
                .filter(task -> task.getTask().equals(MISCONCEPTION))
                .flatMap(task -> task.getProbabilities().stream())
                .filter(label -> label.getLabel().equals(misconceptionId))
                .mapToDouble(LabelProbability::getProbability)
                .findFirst()
                .orElse(0);
    }
}
