package io.grasp.streams.decide;

import io.grasp.events.Interventions;
import io.grasp.events.ResourceEffect;
import io.grasp.events.StudentActivity;
import io.grasp.learner.memory.LearnerMemory;
import io.grasp.learner.memory.MemoryFormat;
import io.grasp.schemas.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What is kept of the students of one partition. */
final class LearnerStores {
    private static final String MEMORIES = "learner-memories";
    private static final String INTERVENTIONS = "interventions";
    private static final String ACTIVITY = "student-activity";
    private static final String EFFECTS = "resource-effects";

    private final KeyValueStore<String, LearnerMemory> memories;
    private final KeyValueStore<String, Interventions> interventions;
    private final KeyValueStore<String, StudentActivity> activity;
    private final KeyValueStore<String, ResourceEffect> effects;

    LearnerStores(ProcessorContext<?, ?> context) {
        memories = context.getStateStore(MEMORIES);
        interventions = context.getStateStore(INTERVENTIONS);
        activity = context.getStateStore(ACTIVITY);
        effects = context.getStateStore(EFFECTS);
    }

    static Set<StoreBuilder<?>> builders(Topics topics) {
        return Set.of(
                builder(Stores.persistentKeyValueStore(INTERVENTIONS), topics.stateSerde(Interventions.class)),
                builder(Stores.persistentKeyValueStore(MEMORIES), memorySerde()),
                builder(Stores.persistentKeyValueStore(ACTIVITY), topics.stateSerde(StudentActivity.class)),
                builder(
                        // Few, and asked for each resource that could be recommended.
                        Stores.inMemoryKeyValueStore(EFFECTS), topics.stateSerde(ResourceEffect.class)));
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> builder(
            KeyValueBytesStoreSupplier store, Serde<V> values) {
        return Stores.keyValueStoreBuilder(store, Serdes.String(), values);
    }

    private static Serde<LearnerMemory> memorySerde() {
        return Serdes.serdeFrom(
                (topic, memory) -> memory == null ? null : MemoryFormat.write(memory),
                (topic, bytes) -> bytes == null ? null : MemoryFormat.read(bytes));
    }

    LearnerMemory memory(Learner learner) {
        LearnerMemory kept = memories.get(learner.key());
        return kept == null ? LearnerMemory.EMPTY : kept;
    }

    void remember(Learner learner, LearnerMemory memory) {
        memories.put(learner.key(), memory);
    }

    InterventionHistory interventions(Learner learner) {
        Interventions kept = interventions.get(learner.key());
        return kept == null ? InterventionHistory.NONE : InterventionHistory.of(kept);
    }

    void remember(Learner learner, InterventionHistory before, InterventionHistory after) {
        if (!after.equals(before)) {
            interventions.put(learner.key(), after.event());
        }
    }

    KeyValueStore<String, StudentActivity> activity() {
        return activity;
    }

    KeyValueStore<String, ResourceEffect> effects() {
        return effects;
    }

    /** What is remembered of a student, on all learning topics. */
    List<LearnerMemory> memories(String studentId) {
        return List.copyOf(known(studentId).values());
    }

    private Map<Learner, LearnerMemory> known(String studentId) {
        Map<Learner, LearnerMemory> known = new LinkedHashMap<>();
        try (KeyValueIterator<String, LearnerMemory> all =
                memories.prefixScan(Learner.keysOf(studentId), new StringSerializer())) {
            while (all.hasNext()) {
                KeyValue<String, LearnerMemory> memory = all.next();
                known.put(Learner.of(memory.key), memory.value);
            }
        }
        return known;
    }

    /** Forgets all about a student. Returns what there was something about. */
    List<Learner> erase(String studentId) {
        List<Learner> erased = List.copyOf(known(studentId).keySet());
        erased.forEach(learner -> {
            memories.delete(learner.key());
            interventions.delete(learner.key());
        });
        activity.delete(studentId);
        return erased;
    }
}
