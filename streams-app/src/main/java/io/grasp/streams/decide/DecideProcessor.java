package io.grasp.streams.decide;

import io.grasp.events.Classification;
import io.grasp.events.FeedbackTriggered;
import io.grasp.events.LabeledInteraction;
import io.grasp.events.Recommendation;
import io.grasp.learner.memory.LearnerMemory;
import io.grasp.learner.memory.Observation;
import io.grasp.learner.progress.LearnerProgress;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.streams.catalog.Catalog;
import io.grasp.streams.decide.Decision.Alerted;
import io.grasp.streams.decide.Decision.FeedbackGiven;
import io.grasp.streams.decide.Decision.Recommended;
import io.grasp.streams.decide.Decision.Rejected;
import io.grasp.streams.decide.Decision.StateChanged;
import io.grasp.streams.decide.Evidence.Classified;
import io.grasp.streams.decide.Evidence.Erased;
import io.grasp.streams.decide.Evidence.Labelled;
import io.grasp.streams.decide.Evidence.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Moves a learner's state with each piece of evidence, and decides what the platform should do about it. Events are
 * decided in this order: outcome of what was recommended before, feedback, recommendation, alerts, state.
 */
final class DecideProcessor implements Processor<String, Evidence, String, Decision> {
    private final DecideSettings settings;
    private final Catalog catalog;
    private final Clock clock;
    private final FeedbackRule feedbackRule;
    private final ProgressAlerts progressAlerts;

    private ProcessorContext<String, Decision> context;
    private LearnerStores stores;
    private SilenceWatch silence;
    private RecommendationRule recommendationRule;
    private Trials trials;
    /** Of the evidence at hand; what is concluded from it carries the same one. */
    private long timestamp;

    DecideProcessor(DecideSettings settings, Catalog catalog, Clock clock) {
        this.settings = settings;
        this.catalog = catalog;
        this.clock = clock;
        feedbackRule = new FeedbackRule(catalog, settings.feedbackCoolDown());
        progressAlerts = new ProgressAlerts(settings.alertRules().ofProgress(), catalog);
    }

    @Override
    public void init(ProcessorContext<String, Decision> context) {
        this.context = context;
        stores = new LearnerStores(context);
        ResourceEffects effects = new ResourceEffects(stores.effects());
        recommendationRule = new RecommendationRule(catalog, effects, settings);
        trials = new Trials(effects, settings.outcomeInteractions());
        silence = new SilenceWatch(settings.alertRules().ofSilence(), stores.activity(), stores::memories);
    }

    @Override
    public void process(Record<String, Evidence> record) {
        timestamp = record.timestamp();
        Evidence evidence = record.value();
        if (evidence instanceof Classified classified) {
            follow(classified.classification());
        } else if (evidence instanceof Labelled labelled) {
            correct(labelled.label());
        } else if (evidence instanceof Erased erased) {
            erase(erased.request().getStudentId());
        } else if (evidence instanceof Unreadable unreadable) {
            setAside(record.key(), unreadable.bytes());
        }
    }

    private void follow(Classification classification) {
        Learner learner = new Learner(classification.getStudentId(), classification.getLearningTopic());
        changed(learner, Observations.of(classification, catalog))
                .ifPresent(change -> remember(
                        change, change.cause().provisional() ? change.done() : intervene(change, classification)));
    }

    private InterventionHistory intervene(Change change, Classification classification) {
        InterventionHistory now = trials.follow(change.progress(), change.cause(), change.done());
        now = giveFeedback(classification, change.settled().get(classification.getInteractionId()), now);
        if (RecommendationRule.isMaterial(progress(change.learner(), change.before()), change.progress())) {
            now = recommend(change, classification, now);
        }
        now = review(change, now);
        listen(change);
        return now;
    }

    /** A teacher corrects what the state is made of, and with it what was concluded; students are told nothing. */
    private void correct(LabeledInteraction label) {
        Learner learner = new Learner(
                label.getInteraction().getStudentId(), label.getInteraction().getLearningTopic());
        changed(learner, Observations.of(label)).ifPresent(change -> {
            // Labels of what was never classified may be years old: they say what a student knows, but alarm nobody.
            boolean wasClassified = change.before().hasClassified(label.getInteractionId());
            remember(change, wasClassified ? review(change, change.done()) : change.done());
        });
    }

    /**
     * What an observation made of a learner. An intervention cannot be taken back, so it rests on what is settled
     * alone, and the same follows as if nothing had been provisional.
     *
     * @param before what was settled
     * @param memory all that is remembered now
     * @param settled of it
     * @param progress as far as it is settled
     * @param glimpsed the same with what is provisional
     * @param done about the learner before
     */
    private record Change(
            Learner learner,
            Observation cause,
            LearnerMemory before,
            LearnerMemory memory,
            LearnerMemory settled,
            LearnerProgress progress,
            LearnerProgress glimpsed,
            InterventionHistory done) {}

    /** Empty if the observation says nothing new, or is older than all that is remembered. */
    private Optional<Change> changed(Learner learner, Observation cause) {
        LearnerMemory before = stores.memory(learner);
        LearnerMemory memory = before.with(cause);
        if (memory.equals(before)) {
            publishAgain(learner, before, cause);
            return Optional.empty();
        }
        LearnerMemory settled = memory.settled();
        LearnerProgress progress = progress(learner, settled);
        return Optional.of(new Change(
                learner,
                cause,
                before.settled(),
                memory,
                settled,
                progress,
                settled.equals(memory) ? progress : progress(learner, memory),
                stores.interventions(learner)));
    }

    /** What is older than all that is remembered changes nothing, but whoever waits for the state after it gets one. */
    private void publishAgain(Learner learner, LearnerMemory memory, Observation observation) {
        if (!memory.knows(observation.interactionId())) {
            publish(learner, memory, progress(learner, memory), stores.interventions(learner));
        }
    }

    private void erase(String studentId) {
        stores.erase(studentId).forEach(learner -> forward(learner.key(), new StateChanged(null)));
    }

    private LearnerProgress progress(Learner learner, LearnerMemory memory) {
        return LearnerProgress.of(memory, settings.knowledge().of(learner.learningTopic()));
    }

    private InterventionHistory giveFeedback(
            Classification classification, Observation observation, InterventionHistory before) {
        List<FeedbackTriggered> due = feedbackRule.feedback(classification, observation, before, clock.instant());
        due.forEach(feedback -> forward(classification.getStudentId(), new FeedbackGiven(feedback)));
        return feedbackRule.given(before, due, observation.at());
    }

    private InterventionHistory recommend(Change change, Classification classification, InterventionHistory before) {
        Optional<RecommendationRule.Made> made = recommendationRule.recommend(
                change.learner(), change.progress(), classification, change.cause(), before, clock.instant());
        if (made.isEmpty()) {
            return before;
        }
        Recommendation recommendation = made.get().recommendation();
        forward(change.learner().studentId(), new Recommended(recommendation));
        InterventionHistory remembered =
                recommendationRule.made(before, recommendation, change.cause().at());
        return trials.begin(made.get().first(), change.progress(), change.cause(), remembered);
    }

    private InterventionHistory review(Change change, InterventionHistory before) {
        ProgressAlerts.Reviewed reviewed = progressAlerts.review(
                change.learner(), change.settled(), change.progress(), change.cause(), before, clock.instant());
        reviewed.events().forEach(alert -> forward(change.learner().studentId(), new Alerted(alert)));
        return reviewed.after();
    }

    private void listen(Change change) {
        silence.heard(change.learner().studentId(), change.cause().at(), clock.instant())
                .forEach(alert -> forward(alert.getStudentId(), new Alerted(alert)));
    }

    private void remember(Change change, InterventionHistory now) {
        stores.remember(change.learner(), change.memory());
        stores.remember(change.learner(), change.done(), now);
        publish(change.learner(), change.memory(), change.glimpsed(), now);
    }

    private void publish(
            Learner learner, LearnerMemory memory, LearnerProgress progress, InterventionHistory interventions) {
        forward(learner.key(), new StateChanged(LearnerStates.state(learner, memory, progress, interventions)));
    }

    private void setAside(@Nullable String student, Decoded.Undecodable<?> undecodable) {
        Origin origin = context.recordMetadata()
                .map(from -> new Origin(from.topic(), from.partition(), from.offset(), timestamp))
                .orElseThrow(() -> new IllegalStateException("The decide step must read its topics directly"));
        byte[] key = student == null ? null : student.getBytes(StandardCharsets.UTF_8);
        DeadLetter letter = new DeadLetter(key, undecodable.bytes(), Stage.DECIDE, undecodable.reason(), origin);
        forward("", new Rejected(letter));
    }

    private void forward(String key, Decision decision) {
        context.forward(new Record<>(key, decision, timestamp));
    }
}
