package io.grasp.streams.decide;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import io.grasp.schemas.CompositeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What the content team has published: misconceptions and resources, on every instance in whole. */
final class Catalog {
    static final String MISCONCEPTIONS = "misconceptions-catalog";
    static final String RESOURCES = "resources-catalog";

    private final ReadOnlyKeyValueStore<String, Misconception> misconceptions;
    private final ReadOnlyKeyValueStore<String, Resource> resources;

    Catalog(
            ReadOnlyKeyValueStore<String, Misconception> misconceptions,
            ReadOnlyKeyValueStore<String, Resource> resources) {
        this.misconceptions = misconceptions;
        this.resources = resources;
    }

    Optional<Misconception> misconception(String id) {
        return Optional.ofNullable(misconceptions.get(id));
    }

    List<Resource> resourcesFor(String learningTopic) {
        List<Resource> found = new ArrayList<>();
        try (KeyValueIterator<String, Resource> entries =
                resources.prefixScan(CompositeKey.of(learningTopic, ""), new StringSerializer())) {
            while (entries.hasNext()) {
                found.add(entries.next().value);
            }
        }
        return found;
    }
}
