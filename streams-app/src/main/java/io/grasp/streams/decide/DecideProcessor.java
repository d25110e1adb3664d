package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.LearnerState;
import io.grasp.events.Misconception;
import io.grasp.events.Recommendation;
import io.grasp.events.RecommendedResource;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.streams.decide.Decision.FeedbackGiven;
import io.grasp.streams.decide.Decision.Recommended;
import io.grasp.streams.decide.Decision.Rejected;
import io.grasp.streams.decide.Decision.StateChanged;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Moves a learner's state with each classification, and decides what the platform should do about it. */
final class DecideProcessor implements Processor<String, Decoded<Classification>, String, Decision> {
    static final String LEARNER_STATES = "learner-states";
    static final String FEEDBACK_GIVEN = "feedback-given";

    private final DecideSettings settings;
    private final Clock clock;
    private final LearnerProgress progress;

    private ProcessorContext<String, Decision> context;
    private KeyValueStore<String, LearnerState> learnerStates;
    private KeyValueStore<String, Long> feedbackGiven;
    private Catalog catalog;
    private RecommendationRule recommendations;

    DecideProcessor(DecideSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.progress = new LearnerProgress(settings.knowledge());
    }

    @Override
    public void init(ProcessorContext<String, Decision> context) {
        this.context = context;
        learnerStates = context.getStateStore(LEARNER_STATES);
        feedbackGiven = context.getStateStore(FEEDBACK_GIVEN);
        catalog = new Catalog(context.getStateStore(Catalog.MISCONCEPTIONS), context.getStateStore(Catalog.RESOURCES));
        recommendations = new RecommendationRule(catalog, settings);
    }

    @Override
    public void process(Record<String, Decoded<Classification>> record) {
        Decoded<Classification> decoded = record.value();
        if (decoded instanceof Decoded.Value<Classification> value) {
            decide(withoutMisconceptionsOfOtherTopics(value.value()), record.timestamp());
        } else if (decoded instanceof Decoded.Undecodable<Classification> undecodable) {
            setAside(record, undecodable);
        }
    }

    private void decide(Classification classification, long timestamp) {
        String key = CompositeKey.of(classification.getStudentId(), classification.getLearningTopic());
        LearnerState before = Optional.ofNullable(learnerStates.get(key))
                .orElseGet(() ->
                        LearnerProgress.newcomer(classification.getStudentId(), classification.getLearningTopic()));
        if (LearnerProgress.hasSeen(before, classification)) {
            return;
        }
        LearnerState after = progress.after(before, classification);
        giveFeedback(classification, timestamp);
        if (LearnerProgress.isMaterial(before, after)) {
            after = recommend(after, classification, timestamp);
        }
        learnerStates.put(key, after);
        context.forward(new Record<>(key, new StateChanged(after), timestamp));
    }

    /**
     * A model that has not learnt a learning topic yet answers with misconceptions of others; nobody should act on it.
     */
    private Classification withoutMisconceptionsOfOtherTopics(Classification classification) {
        List<String> fitting = classification.getMisconceptions().stream()
                .filter(id -> catalog.misconception(id)
                        .map(known -> known.getLearningTopic().equals(classification.getLearningTopic()))
                        .orElse(true))
                .toList();
        return Classification.newBuilder(classification)
                .setMisconceptions(fitting)
                .build();
    }

    private void giveFeedback(Classification classification, long timestamp) {
        Instant at = classification.getOccurredAt();
        for (String id : classification.getMisconceptions()) {
            Optional<Misconception> misconception = catalog.misconception(id);
            String key = CompositeKey.of(classification.getStudentId(), id);
            if (misconception.isPresent() && !isCoolingDown(key, at)) {
                feedbackGiven.put(key, at.toEpochMilli());
                context.forward(new Record<>(
                        classification.getStudentId(),
                        new FeedbackGiven(FeedbackRule.feedback(classification, misconception.get(), clock.instant())),
                        timestamp));
            }
        }
    }

    private boolean isCoolingDown(String key, Instant at) {
        Long given = feedbackGiven.get(key);
        return given != null
                && Instant.ofEpochMilli(given).plus(settings.feedbackCoolDown()).isAfter(at);
    }

    private LearnerState recommend(LearnerState state, Classification classification, long timestamp) {
        Optional<Recommendation> recommendation = recommendations.recommend(state, classification, clock.instant());
        if (recommendation.isEmpty()) {
            return state;
        }
        context.forward(new Record<>(classification.getStudentId(), new Recommended(recommendation.get()), timestamp));
        return LearnerProgress.withRecommended(
                state,
                recommendation.get().getResources().stream()
                        .map(RecommendedResource::getResourceId)
                        .toList(),
                classification.getOccurredAt(),
                settings.recommendationCoolDown());
    }

    private void setAside(
            Record<String, Decoded<Classification>> record, Decoded.Undecodable<Classification> undecodable) {
        Origin origin = context.recordMetadata()
                .map(from -> new Origin(from.topic(), from.partition(), from.offset(), record.timestamp()))
                .orElseThrow(() -> new IllegalStateException("The decide step must read a topic directly"));
        byte[] key = record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8);
        DeadLetter letter = new DeadLetter(key, undecodable.bytes(), Stage.DECIDE, undecodable.reason(), origin);
        context.forward(new Record<>("", new Rejected(letter), record.timestamp()));
    }
}
