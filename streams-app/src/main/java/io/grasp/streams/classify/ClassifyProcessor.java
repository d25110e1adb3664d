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
import io.grasp.streams.classify.PendingInteractions.Pending;
import io.grasp.streams.inference.InferenceQueue;
import io.grasp.streams.serving.LiveModel;
import io.grasp.streams.serving.SharedModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * Classifies the interactions of one partition. Kafka Streams commits an offset as soon as {@link #process} returns, so
 * an interaction is first kept in {@code pending}; its classification goes out, in arrival order, in the same
 * transaction in which it leaves {@code pending}. A crash at any point therefore loses nothing and repeats nothing.
 */
final class ClassifyProcessor implements Processor<byte[], byte[], String, Outcome> {
    private static final Duration LOOK_FOR_ANSWERS = Duration.ofMillis(5);

    private final Topic<String, Interaction> source;
    private final Deserializer<Decoded<Interaction>> decoder;
    private final ClassifySettings settings;
    private final InteractionRules rules;
    private final LiveModel liveModel;
    private final InferenceQueue inference;
    private final Supplier<Duration> shareOfWaiting;
    private final Clock clock;

    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private final Deque<InFlight> unasked = new ArrayDeque<>();
    private Duration waitingLeft = Duration.ZERO;
    private @Nullable SharedModel model;

    private ProcessorContext<String, Outcome> context;
    private PendingInteractions pending;
    private SeenInteractions seen;
    private ModelInUse modelInUse;

    /** @param shareOfWaiting how long this task may hold up its thread in one poll loop */
    ClassifyProcessor(
            Topic<String, Interaction> source,
            ClassifySettings settings,
            LiveModel liveModel,
            InferenceQueue inference,
            Supplier<Duration> shareOfWaiting,
            Clock clock) {
        this.source = source;
        this.decoder = Decoded.deserializer(source.valueSerde().deserializer());
        this.settings = settings;
        this.rules = new InteractionRules(settings.maxCharacters());
        this.liveModel = liveModel;
        this.inference = inference;
        this.shareOfWaiting = shareOfWaiting;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        this.context = context;
        pending = new PendingInteractions(context.getStateStore(PendingInteractions.STORE));
        seen = new SeenInteractions(context.getStateStore(SeenInteractions.STORE), settings.duplicateMemory());
        modelInUse = new ModelInUse(context.getStateStore(ModelInUse.STORE));
        waitingLeft = shareOfWaiting.get();
        // Nothing may be forwarded yet, so what was left behind is asked about when the timer first fires.
        pending.all().forEach(this::takeUpAgain);
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
        askAboutWhatWaits();
        forwardAnswers();
        waitForRoom();
    }

    @Override
    public void close() {
        inFlight.forEach(InFlight::abandon);
        if (model != null) {
            model.release();
        }
    }

    private void comeRound() {
        waitingLeft = shareOfWaiting.get();
        askAboutWhatWaits();
        forwardAnswers();
    }

    private void acceptOrRefuse(Record<byte[], byte[]> record, RecordMetadata metadata, Interaction interaction) {
        Optional<String> refusal = rules.refusal(record.key(), interaction)
                .or(() -> repetition(interaction, metadata.offset(), record.timestamp()));
        if (refusal.isPresent()) {
            setAside(record, metadata, Stage.VALIDATE, refusal.get());
        } else {
            Pending accepted = new Pending(metadata.offset(), record.timestamp(), record.value());
            pending.add(accepted);
            queueUp(new InFlight(accepted, interaction));
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

    private void takeUpAgain(Pending left) {
        @Nullable Decoded<Interaction> decoded = decoder.deserialize(source.name(), left.value());
        if (decoded instanceof Decoded.Value<Interaction> value) {
            queueUp(new InFlight(left, value.value()));
        } else {
            throw new IllegalStateException("Offset %d of %s was decodable when it was accepted, but is not any more."
                            .formatted(left.offset(), source.name())
                    + " Was the app downgraded, or schema.directory emptied?");
        }
    }

    private void queueUp(InFlight accepted) {
        inFlight.addLast(accepted);
        unasked.addLast(accepted);
    }

    private void askAboutWhatWaits() {
        if (unasked.isEmpty()) {
            return;
        }
        SharedModel serving = adoptNewestModel(unasked.getFirst());
        if (serving == null) {
            return;
        }
        while (!unasked.isEmpty()) {
            InFlight next = unasked.removeFirst();
            Interaction interaction = next.interaction();
            ModelInput input = ModelInput.answering(
                            interaction.getPrompt(), interaction.getReferenceAnswer(), interaction.getText())
                    .on(interaction.getLearningTopic());
            next.ask(
                    serving.identity(),
                    serving.classifier().isNewTo(interaction.getLearningTopic()),
                    inference.submit(serving, input));
        }
    }

    /** A version is adopted between two interactions, so "from which offset on" has one answer. */
    private @Nullable SharedModel adoptNewestModel(InFlight first) {
        Optional<SharedModel> newest = liveModel.retain();
        if (newest.isEmpty()) {
            return null;
        }
        SharedModel adopted = newest.get();
        if (adopted == model) {
            adopted.release();
            return adopted;
        }
        if (model != null) {
            model.release();
        }
        model = adopted;
        announce(ClassificationEvents.reference(adopted.identity()), first.pending());
        return adopted;
    }

    private void announce(ModelReference adopted, Pending first) {
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

    private void forwardAnswers() {
        InFlight oldest = inFlight.peekFirst();
        while (oldest != null && oldest.isAnswered()) {
            inFlight.removeFirst();
            pending.remove(oldest.pending());
            context.forward(new Record<>(
                    oldest.interaction().getStudentId(),
                    outcome(oldest),
                    oldest.pending().timestamp()));
            oldest = inFlight.peekFirst();
        }
    }

    private Outcome outcome(InFlight answered) {
        int partition = context.taskId().partition();
        InFlight.Answer answer = answered.answer();
        if (answer instanceof InFlight.Answer.Predicted predicted) {
            return new Classified(
                    answered.interaction(),
                    ClassificationEvents.classification(
                            answered.interaction(),
                            predicted.prediction(),
                            predicted.model(),
                            partition,
                            answered.pending().offset(),
                            clock.instant()),
                    predicted.onNewLearningTopic());
        }
        Throwable cause = ((InFlight.Answer.Failed) answer).cause();
        return new Rejected(new DeadLetter(
                answered.interaction().getStudentId().getBytes(StandardCharsets.UTF_8),
                answered.pending().value(),
                Stage.CLASSIFY,
                String.valueOf(cause.getMessage()),
                new Origin(
                        source.name(),
                        partition,
                        answered.pending().offset(),
                        answered.pending().timestamp())));
    }

    private void setAside(Record<byte[], byte[]> record, RecordMetadata metadata, Stage stage, String reason) {
        Origin origin = new Origin(metadata.topic(), metadata.partition(), metadata.offset(), record.timestamp());
        DeadLetter letter = new DeadLetter(record.key(), record.value(), stage, reason, origin);
        context.forward(new Record<>("", new Rejected(letter), record.timestamp()));
    }

    /** Holds the source back while inference is behind, but never so long that the thread misses a poll or a commit. */
    private void waitForRoom() {
        while (inFlight.size() >= settings.pendingCapacity() && !waitingLeft.isZero() && !waitingLeft.isNegative()) {
            InFlight oldest = inFlight.getFirst();
            if (!oldest.isAsked()) {
                return;
            }
            long began = System.nanoTime();
            try {
                oldest.await(waitingLeft);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            waitingLeft = waitingLeft.minusNanos(System.nanoTime() - began);
            forwardAnswers();
        }
    }
}
