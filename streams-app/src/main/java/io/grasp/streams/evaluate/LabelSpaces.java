package io.grasp.streams.evaluate;

import io.grasp.events.JudgedAnswer;
import io.grasp.events.LabelProbability;
import io.grasp.events.LabelSpace;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskLabelSpace;
import io.grasp.schemas.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The labels that each version of the model chooses from, numbered: kept once, so that an interaction that waits for
 * its label takes a tenth of the place. There are as many as versions.
 */
final class LabelSpaces {
    private static final String STORE = "label-spaces";
    private static final double PARTS = 10_000;

    private final KeyValueStore<Integer, LabelSpace> store;
    private final Map<LabelSpace, Integer> numbers = new HashMap<>();

    LabelSpaces(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
        try (KeyValueIterator<Integer, LabelSpace> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, LabelSpace> kept = all.next();
                numbers.put(kept.value, kept.key);
            }
        }
    }

    static StoreBuilder<?> builder(Topics topics) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.Integer(), topics.stateSerde(LabelSpace.class));
    }

    /** The number of the labels that these decisions chose from. */
    int numberOf(String modelVersion, List<TaskDecision> decisions) {
        LabelSpace space = new LabelSpace(
                modelVersion,
                decisions.stream()
                        .map(each -> new TaskLabelSpace(each.getTask(), each.getKind(), labels(each)))
                        .toList());
        Integer known = numbers.get(space);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        store.put(number, space);
        numbers.put(space, number);
        return number;
    }

    LabelSpace of(int number) {
        LabelSpace space = store.get(number);
        if (space == null) {
            throw new IllegalStateException("The state store %s has no number %d".formatted(STORE, number));
        }
        return space;
    }

    /** Decisions without what the label space says already. */
    static List<JudgedAnswer> shortened(List<TaskDecision> decisions) {
        return decisions.stream().map(LabelSpaces::shortened).toList();
    }

    /** The reverse, but for what rounding took. */
    static List<TaskDecision> decisions(LabelSpace space, List<JudgedAnswer> answers) {
        List<TaskLabelSpace> tasks = space.getTasks();
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> decision(tasks.get(i), answers.get(i)))
                .toList();
    }

    private static JudgedAnswer shortened(TaskDecision decision) {
        List<String> labels = labels(decision);
        return new JudgedAnswer(
                decision.getDecided().stream().map(labels::indexOf).toList(),
                decision.getAbstained(),
                parts(decision.getConfidence()),
                decision.getProbabilities().stream()
                        .map(each -> parts(each.getProbability()))
                        .toList());
    }

    private static List<String> labels(TaskDecision decision) {
        return decision.getProbabilities().stream()
                .map(LabelProbability::getLabel)
                .toList();
    }

    private static int parts(double probability) {
        return Math.toIntExact(Math.round(probability * PARTS));
    }

    private static TaskDecision decision(TaskLabelSpace task, JudgedAnswer answer) {
        List<String> labels = task.getLabels();
        return new TaskDecision(
                task.getTask(),
                task.getKind(),
                answer.getDecided().stream().map(labels::get).toList(),
                answer.getAbstained(),
                answer.getConfidence() / PARTS,
                IntStream.range(0, labels.size())
                        .mapToObj(i -> new LabelProbability(
                                labels.get(i), answer.getProbabilities().get(i) / PARTS))
                        .toList());
    }
}
