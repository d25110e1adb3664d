package io.grasp.streams.classify;

import io.grasp.events.Interaction;
import io.grasp.events.ModelActivation;
import io.grasp.events.ModelReference;
import io.grasp.model.ModelInput;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.DeadLetter;
import io.grasp.schemas.Decoded;
import io.grasp.schemas.Origin;
import io.grasp.schemas.Stage;
import io.grasp.schemas.Topic;
import io.grasp.streams.classify.Outcome.Activated;
import io.grasp.streams.classify.Outcome.Classified;
import io.grasp.streams.classify.Outcome.Rejected;
import io.grasp.streams.degrade.Overload;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.pending.Answer;
import io.grasp.streams.pending.Corrections;
import io.grasp.streams.pending.OrderedAnswers;
import io.grasp.streams.pending.PendingRecords;
import io.grasp.streams.pending.PendingRecords.Pending;
import io.grasp.streams.pending.Questions;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.ModelIdentity;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the interactions of one partition, in order and exactly once: see {@link OrderedAnswers}. Under overload,
 * words alone do so first: see {@link Overload} and {@link Corrections}.
 */
final class ClassifyProcessor implements Processor<byte[], byte[], String, Outcome>, Questions<Interaction> {
    static final String PENDING = "pending";
    static final String UNCORRECTED = "uncorrected";
    private static final Duration LOOK_FOR_ANSWERS = Duration.ofMillis(10);

    private final Topic<String, Interaction> source;
    private final Deserializer<Decoded<Interaction>> decoder;
    private final ClassifySettings settings;
    private final InteractionRules rules;
    private final LiveModel liveModel;
    private final InferenceQueue inference;
    private final Overload overload;
    private final Supplier<Duration> shareOfWaiting;
    private final Clock clock;

    private ProcessorContext<String, Outcome> context;
    private OrderedAnswers<Interaction> answers;
    private Corrections<Interaction> corrections;
    private SeenInteractions seen;
    private ModelInUse modelInUse;

    /** @param shareOfWaiting how long this task may hold up its thread in one poll loop */
    ClassifyProcessor(
            Topic<String, Interaction> source,
            ClassifySettings settings,
            LiveModel liveModel,
            InferenceQueue inference,
            Overload overload,
            Supplier<Duration> shareOfWaiting,
            Clock clock) {
        this.source = source;
        this.decoder = Decoded.deserializer(source.valueSerde().deserializer());
        this.settings = settings;
        this.rules = new InteractionRules(settings.maxCharacters());
        this.liveModel = liveModel;
        this.inference = inference;
        this.overload = overload;
        this.shareOfWaiting = shareOfWaiting;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        this.context = context;
        seen = new SeenInteractions(context.getStateStore(SeenInteractions.STORE), settings.duplicateMemory());
        modelInUse = new ModelInUse(context.getStateStore(ModelInUse.STORE));
        PendingRecords pending = new PendingRecords(context.getStateStore(PENDING));
        corrections = new Corrections<>(
                new PendingRecords(context.getStateStore(UNCORRECTED)),
                source,
                liveModel,
                inference,
                this::input,
                this::corrected);
        answers = new OrderedAnswers<>(pending, liveModel, inference, this, settings.pendingCapacity(), shareOfWaiting);
        // Nothing may be forwarded yet, so what was left behind is asked about when the timer first fires.
        answers.takeUpAgain(source);
        context.schedule(LOOK_FOR_ANSWERS, PunctuationType.WALL_CLOCK_TIME, now -> comeRound());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("The classify step must read a topic directly"));
        @Nullable Decoded<Interaction> decoded = decoder.deserialize(source.name(), record.value());
        if (decoded instanceof Decoded.Value<Interaction> value) {
            acceptOrRefuse(record, metadata, value.value());
        } else if (decoded instanceof Decoded.Undecodable<Interaction> undecodable) {
            setAside(record, metadata, Stage.DECODE, undecodable.reason());
        } else {
            setAside(record, metadata, Stage.VALIDATE, "the record has no value; there is nothing to classify");
        }
        answers.keepUp();
        corrections.comeRound();
    }

    @Override
    public void close() {
        if (answers != null) { // a task can be closed before it was opened
            answers.close();
            corrections.close();
        }
    }

    @Override
    public ModelInput input(Interaction interaction) {
        return ModelInput.answering(interaction.getPrompt(), interaction.getReferenceAnswer(), interaction.getText())
                .on(interaction.getLearningTopic());
    }

    @Override
    public void adopted(ModelIdentity model, Pending first) {
        ModelReference adopted = ClassificationEvents.reference(model);
        ModelActivation latest = modelInUse.latest();
        if (latest != null && latest.getModel().equals(adopted)) {
            return;
        }
        ModelActivation activation = ModelActivation.newBuilder()
                .setApplicationId(context.applicationId())
                .setPartition(context.taskId().partition())
                .setFromOffset(first.offset())
                .setModel(adopted)
                .setPrevious(latest == null ? null : latest.getModel())
                .setActivatedAt(clock.instant())
                .build();
        modelInUse.remember(activation);
        String key = CompositeKey.of(activation.getApplicationId(), String.valueOf(activation.getPartition()));
        context.forward(new Record<>(key, new Activated(activation), first.timestamp()));
    }

    @Override
    public boolean isInHaste(int underway) {
        return overload.allowsWordsAlone(underway + corrections.waiting());
    }

    @Override
    public void answered(Pending pending, Interaction interaction, Answer answer) {
        if (answer.isProvisional()) {
            corrections.add(pending);
        }
        forward(pending, interaction, answer, false);
    }

    private void corrected(Pending pending, Interaction interaction, Answer answer) {
        forward(pending, interaction, answer, true);
    }

    private void forward(Pending pending, Interaction interaction, Answer answer, boolean corrects) {
        context.forward(new Record<>(
                interaction.getStudentId(), outcome(pending, interaction, answer, corrects), pending.timestamp()));
    }

    private void comeRound() {
        answers.comeRound();
        corrections.comeRound();
    }

    private void acceptOrRefuse(Record<byte[], byte[]> record, RecordMetadata metadata, Interaction interaction) {
        Optional<String> refusal = rules.refusal(record.key(), interaction)
                .or(() -> repetition(interaction, metadata.offset(), record.timestamp()));
        if (refusal.isPresent()) {
            setAside(record, metadata, Stage.VALIDATE, refusal.get());
        } else {
            answers.add(new Pending(metadata.offset(), record.timestamp(), record.value()), interaction);
        }
    }

    private Optional<String> repetition(Interaction interaction, long offset, long timestamp) {
        OptionalLong earlier = seen.earlierOffset(interaction, offset, timestamp);
        return earlier.isEmpty()
                ? Optional.empty()
                : Optional.of("interactionId was already used by this student at offset %d; give each interaction an id"
                                .formatted(earlier.getAsLong())
                        + " of its own");
    }

    private Outcome outcome(Pending pending, Interaction interaction, Answer answer, boolean corrects) {
        int partition = context.taskId().partition();
        if (answer instanceof Answer.Predicted predicted) {
            return new Classified(
                    interaction,
                    ClassificationEvents.classification(
                            interaction,
                            predicted.prediction(),
                            predicted.model(),
                            partition,
                            pending.offset(),
                            clock.instant(),
                            corrects),
                    predicted.onNewLearningTopic());
        }
        Answer.Failed failed = (Answer.Failed) answer;
        return new Rejected(failed.letter(interaction.getStudentId(), pending, source, partition));
    }

    private void setAside(Record<byte[], byte[]> record, RecordMetadata metadata, Stage stage, String reason) {
        Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset(), record.timestamp());
        DeadLetter letter = new DeadLetter(record.key(), record.value(), stage, reason, origin);
        context.forward(new Record<>("", new Rejected(letter), record.timestamp()));
    }
}
