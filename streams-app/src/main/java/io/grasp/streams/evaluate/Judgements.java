package io.grasp.streams.evaluate;

import io.grasp.events.JudgedInteraction;
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

/** What was said about the interactions of one partition's students, for as long as memory lasts. */
final class Judgements {
    private static final String STORE = "judged-interactions";

    private final WindowStore<String, JudgedInteraction> store;

    Judgements(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
    }

    static StoreBuilder<?> builder(Topics topics, Duration memory) {
        return Stores.windowStoreBuilder(
                Stores.persistentWindowStore(STORE, memory, memory, false),
                Serdes.String(),
                topics.stateSerde(JudgedInteraction.class));
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
            return Optional.of(new Kept(new Judgement(interactionId, kept.value), kept.key));
        }
    }

    void keep(String studentId, Judgement judgement, long since) {
        store.put(CompositeKey.of(studentId, judgement.interactionId()), judgement.said(), since);
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
                    erased.add(new Judgement(CompositeKey.parts(kept.key.key()).get(1), kept.value));
                }
            }
        }
        keys.forEach(key -> store.put(key.key(), null, key.window().start()));
        return erased;
    }
}
