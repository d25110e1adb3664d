package io.grasp.streams.evaluate;

import io.grasp.events.Comparison;
import io.grasp.schemas.CompositeKey;
import io.grasp.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The latest comparisons of one task, learning topic and model version, kept one by one under their numbers. */
final class ComparisonWindow {
    private static final String STORE = "comparisons";

    private final KeyValueStore<String, Comparison> store;
    private final String prefix;
    private final SortedMap<String, Comparison> entries = new TreeMap<>();

    private ComparisonWindow(KeyValueStore<String, Comparison> store, String prefix) {
        this.store = store;
        this.prefix = prefix;
    }

    static StoreBuilder<?> builder(Topics topics) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.String(), topics.stateSerde(Comparison.class));
    }

    static ComparisonWindow read(ProcessorContext<?, ?> context, Comparison comparison) {
        return read(
                context,
                comparison.getDecision().getTask(),
                comparison.getLearningTopic(),
                comparison.getModelVersion());
    }

    static ComparisonWindow read(ProcessorContext<?, ?> context, String task, String learningTopic, String version) {
        String prefix = CompositeKey.of(task, learningTopic, version) + "/";
        ComparisonWindow window = new ComparisonWindow(context.getStateStore(STORE), prefix);
        try (KeyValueIterator<String, Comparison> kept = window.store.prefixScan(prefix, new StringSerializer())) {
            while (kept.hasNext()) {
                KeyValue<String, Comparison> entry = kept.next();
                window.entries.put(entry.key, entry.value);
            }
        }
        return window;
    }

    /** Oldest first. */
    List<Comparison> comparisons() {
        return List.copyOf(entries.values());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void add(Comparison comparison, long number) {
        put("%s%019d".formatted(prefix, number), comparison);
    }

    /** Puts a comparison in the place of the one of the same interaction; false if there is none. */
    boolean replace(Comparison comparison) {
        List<String> places = placesOf(comparison);
        places.forEach(place -> put(place, comparison));
        return !places.isEmpty();
    }

    /** Takes out the comparison of the same interaction; false if there is none. */
    boolean remove(Comparison comparison) {
        List<String> places = placesOf(comparison);
        places.forEach(this::delete);
        return !places.isEmpty();
    }

    /** Drops the oldest beyond {@code most}, and what is older than {@code memory} beside the latest. */
    void slide(int most, Duration memory) {
        List<String> places = List.copyOf(entries.keySet());
        List<Comparison> comparisons = comparisons();
        for (int i = 0; i < places.size(); i++) {
            boolean isBeyond = places.size() - i > most;
            Instant heardAt = comparisons.get(i).getHeardAt();
            Instant latest = comparisons.get(places.size() - 1).getHeardAt();
            if (isBeyond || heardAt.plus(memory).isBefore(latest)) {
                delete(places.get(i));
            }
        }
    }

    void clear() {
        new ArrayList<>(entries.keySet()).forEach(this::delete);
    }

    private List<String> placesOf(Comparison comparison) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().getInteractionId().equals(comparison.getInteractionId()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void put(String key, Comparison comparison) {
        entries.put(key, comparison);
        store.put(key, comparison);
    }

    private void delete(String key) {
        entries.remove(key);
        store.delete(key);
    }
}
