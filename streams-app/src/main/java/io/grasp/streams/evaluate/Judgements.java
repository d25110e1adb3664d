package io.grasp.streams.evaluate;

import io.grasp.events.JudgedInteraction;
import io.grasp.events.LabelSpace;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;

/** What was said about the interactions of one partition's students, for as long as memory lasts. */
final class Judgements {
    private static final String STORE = "judged-interactions";

    private final WindowStore<String, JudgedInteraction> store;
    private final LabelSpaces labelSpaces;

    Judgements(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
        labelSpaces = new LabelSpaces(context);
    }

    static List<StoreBuilder<?>> builders(Topics topics, Duration memory) {
        return List.of(
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(STORE, memory, memory, false),
                        Serdes.String(),
                        topics.stateSerde(JudgedInteraction.class)),
                LabelSpaces.builder(topics));
    }

    /** A judgement that is kept, and since when. */
    record Kept(Judgement judgement, long since) {}

    Optional<Kept> find(String studentId, String interactionId) {
        try (WindowStoreIterator<JudgedInteraction> found =
                store.fetch(CompositeKey.of(studentId, interactionId), 0, Long.MAX_VALUE)) {
            if (!found.hasNext()) {
                return Optional.empty();
            }
            KeyValue<Long, JudgedInteraction> kept = found.next();
            return Optional.of(new Kept(judgement(interactionId, kept.value), kept.key));
        }
    }

    void keep(String studentId, Judgement judgement, long since) {
        store.put(CompositeKey.of(studentId, judgement.interactionId()), event(judgement), since);
    }

    /** Deletes all that is kept of a student, and returns it. */
    List<Judgement> erase(String studentId) {
        String prefix = CompositeKey.of(studentId) + "/";
        // Keys are the student's id, a slash and more; the character after the slash is where they end.
        String end = CompositeKey.of(studentId) + "0";
        List<Windowed<String>> keys = new ArrayList<>();
        List<Judgement> erased = new ArrayList<>();
        try (KeyValueIterator<Windowed<String>, JudgedInteraction> all =
                store.fetch(prefix, end, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE))) {
            while (all.hasNext()) {
                KeyValue<Windowed<String>, JudgedInteraction> kept = all.next();
                if (kept.key.key().startsWith(prefix)) {
                    keys.add(kept.key);
                    erased.add(judgement(CompositeKey.parts(kept.key.key()).get(1), kept.value));
                }
            }
        }
        keys.forEach(key -> store.put(key.key(), null, key.window().start()));
        return erased;
    }

    private JudgedInteraction event(Judgement judgement) {
        Judgement.Tested tested = judgement.tested();
        return tested == null
                ? new JudgedInteraction(
                        null,
                        null,
                        null,
                        List.of(),
                        judgement.firstLabeledAt(),
                        judgement.labels(),
                        judgement.heardAt())
                : new JudgedInteraction(
                        tested.learningTopic(),
                        labelSpaces.numberOf(tested.modelVersion(), tested.decisions()),
                        tested.classifiedAt(),
                        LabelSpaces.shortened(tested.decisions()),
                        judgement.firstLabeledAt(),
                        judgement.labels(),
                        judgement.heardAt());
    }

    private Judgement judgement(String interactionId, JudgedInteraction event) {
        return new Judgement(
                interactionId, tested(event), event.getFirstLabeledAt(), event.getLabels(), event.getHeardAt());
    }

    private Judgement.@Nullable Tested tested(JudgedInteraction event) {
        if (event.getLabelSpace() == null) {
            return null;
        }
        LabelSpace space = labelSpaces.of(event.getLabelSpace());
        return new Judgement.Tested(
                event.getLearningTopic(),
                space.getModelVersion(),
                event.getClassifiedAt(),
                LabelSpaces.decisions(space, event.getAnswers()));
    }
}
