package io.grasp.streams.evaluate;

import io.grasp.events.JudgedAnswer;
import io.grasp.events.LabelProbability;
import io.grasp.events.LabelSpace;
import io.grasp.events.TaskDecision;
import io.grasp.events.TaskKind;
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
    private final Map<Integer, Space> byNumber = new HashMap<>();
    private final Map<Space, Integer> numbers = new HashMap<>();

    LabelSpaces(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
        try (KeyValueIterator<Integer, LabelSpace> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, LabelSpace> kept = all.next();
                know(kept.key, Space.of(kept.value));
            }
        }
    }

    static StoreBuilder<?> builder(Topics topics) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.Integer(), topics.stateSerde(LabelSpace.class));
    }

    /** The number of the labels that these decisions chose from. */
    int numberOf(String modelVersion, List<TaskDecision> decisions) {
        Space space = Space.of(modelVersion, decisions);
        Integer known = numbers.get(space);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        store.put(number, space.event());
        know(number, space);
        return number;
    }

    String modelVersion(int number) {
        return space(number).modelVersion();
    }

    /** Decisions without what the label space says already. */
    static List<JudgedAnswer> shortened(List<TaskDecision> decisions) {
        return decisions.stream().map(LabelSpaces::shortened).toList();
    }

    /** The reverse, but for what rounding took. */
    List<TaskDecision> decisions(int number, List<JudgedAnswer> answers) {
        List<TaskSpace> tasks = space(number).tasks();
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> tasks.get(i).decision(answers.get(i)))
                .toList();
    }

    private Space space(int number) {
        Space space = byNumber.get(number);
        if (space == null) {
            throw new IllegalStateException("The state store %s has no number %d".formatted(STORE, number));
        }
        return space;
    }

    private void know(int number, Space space) {
        byNumber.put(number, space);
        numbers.put(space, number);
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

    /** As the event, but fast to look up. */
    private record Space(String modelVersion, List<TaskSpace> tasks) {
        static Space of(String modelVersion, List<TaskDecision> decisions) {
            return new Space(
                    modelVersion,
                    decisions.stream()
                            .map(each -> new TaskSpace(each.getTask(), each.getKind(), labels(each)))
                            .toList());
        }

        static Space of(LabelSpace event) {
            return new Space(
                    event.getModelVersion(),
                    event.getTasks().stream()
                            .map(each -> new TaskSpace(each.getTask(), each.getKind(), List.copyOf(each.getLabels())))
                            .toList());
        }

        LabelSpace event() {
            return new LabelSpace(
                    modelVersion,
                    tasks.stream()
                            .map(each -> new TaskLabelSpace(each.task(), each.kind(), each.labels()))
                            .toList());
        }
    }

    private record TaskSpace(String task, TaskKind kind, List<String> labels) {
        TaskDecision decision(JudgedAnswer answer) {
            return new TaskDecision(
                    task,
                    kind,
                    answer.getDecided().stream().map(labels::get).toList(),
                    answer.getAbstained(),
                    answer.getConfidence() / PARTS,
                    IntStream.range(0, labels.size())
                            .mapToObj(i -> new LabelProbability(
                                    labels.get(i), answer.getProbabilities().get(i) / PARTS))
                            .toList());
        }
    }
}
