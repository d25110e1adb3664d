package io.grasp.streams.decide;

import static io.grasp.schemas.KnownTasks.MISCONCEPTION;

import io.grasp.events.Classification;
import io.grasp.events.FeedbackAt;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.Misconception;
import io.grasp.learner.memory.Observation;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.TaskDecisions;
import io.grasp.streams.catalog.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Feedback on each misconception that an interaction shows, unless the student was told lately. */
final class FeedbackRule {
    private final Catalog catalog;
    private final Duration coolDown;

    FeedbackRule(Catalog catalog, Duration coolDown) {
        this.catalog = catalog;
        this.coolDown = coolDown;
    }

    List<FeedbackTriggered> feedback(
            Classification classification, Observation observation, InterventionHistory before, Instant decidedAt) {
        return observation.shown().named().stream()
                .flatMap(id -> catalog.misconception(id).stream())
                .filter(misconception -> !isCoolingDown(misconception, before, observation.at()))
                .map(misconception -> event(classification, misconception, decidedAt))
                .toList();
    }

    /** What is remembered when this feedback is given: what still cools down, and this. */
    InterventionHistory given(InterventionHistory before, List<FeedbackTriggered> feedback, Instant at) {
        if (feedback.isEmpty()) {
            return before;
        }
        return before.withFeedback(Stream.concat(
                        before.feedback().stream().filter(given -> coolsDown(given, at)),
                        feedback.stream().map(each -> new FeedbackAt(each.getMisconceptionId(), at)))
                .toList());
    }

    private boolean isCoolingDown(Misconception misconception, InterventionHistory before, Instant at) {
        return before.feedback().stream()
                .filter(given -> given.getMisconceptionId().equals(misconception.getMisconceptionId()))
                .anyMatch(given -> coolsDown(given, at));
    }

    /** An interaction that comes late is as near to the feedback as one that follows it. */
    private boolean coolsDown(FeedbackAt given, Instant at) {
        return Duration.between(given.getAt(), at).abs().compareTo(coolDown) < 0;
    }

    private static FeedbackTriggered event(
            Classification classification, Misconception misconception, Instant decidedAt) {
        return FeedbackTriggered.newBuilder()
                .setFeedbackId(CompositeKey.of(classification.getInteractionId(), misconception.getMisconceptionId()))
                .setStudentId(classification.getStudentId())
                .setLearningTopic(classification.getLearningTopic())
                .setInteractionId(classification.getInteractionId())
                .setMisconceptionId(misconception.getMisconceptionId())
                .setMisconceptionName(misconception.getName())
                .setText(text(misconception, classification.getLanguage()))
                .setResourceIds(misconception.getResourceIds())
                .setConfidence(confidence(classification, misconception.getMisconceptionId()))
                .setOccurredAt(classification.getOccurredAt())
                .setDecidedAt(decidedAt)
                .build();
    }

    /** In the interaction's language, else in that language wherever it is spoken, else as it was written first. */
    private static String text(Misconception misconception, @Nullable String language) {
        if (language == null) {
            return misconception.getFeedback();
        }
        Map<String, String> texts = misconception.getFeedbackByLanguage();
        String spokenAnywhere = Locale.forLanguageTag(language).getLanguage();
        return texts.getOrDefault(language, texts.getOrDefault(spokenAnywhere, misconception.getFeedback()));
    }

    private static double confidence(Classification classification, String misconceptionId) {
        return TaskDecisions.of(classification, MISCONCEPTION)
                .map(decision -> TaskDecisions.probability(decision, misconceptionId))
                .orElse(OptionalDouble.empty())
                .orElse(0);
    }
}
