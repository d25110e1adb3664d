package io.grasp.streams.catalog;

import io.grasp.events.Misconception;
import io.grasp.events.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What the content team has published: misconceptions and resources, decoded, on every instance in whole. Written by
 * the one thread that reads the catalogs, read by all others.
 */
public final class Catalog {
    private final ConcurrentMap<String, Misconception> misconceptions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Resource> resources = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Map<String, Resource>> byLearningTopic = new ConcurrentHashMap<>();

    /** Returns the misconception if it is published. */
    public Optional<Misconception> misconception(String id) {
        return Optional.ofNullable(misconceptions.get(id));
    }

    /** What people call a misconception. */
    public String nameOf(String misconception) {
        return misconception(misconception).map(Misconception::getName).orElse(misconception);
    }

    /** Whether that misconception is of that learning topic, as far as anybody has said. */
    public boolean mayOccurIn(String learningTopic, String misconception) {
        return misconception(misconception)
                .map(known -> known.getLearningTopic().equals(learningTopic))
                .orElse(true);
    }

    /** Returns the resource if it is published. */
    public Optional<Resource> resource(String id) {
        return Optional.ofNullable(resources.get(id));
    }

    /** Returns those that teach the learning topic. */
    public List<Resource> resourcesFor(String learningTopic) {
        return List.copyOf(byLearningTopic.getOrDefault(learningTopic, Map.of()).values());
    }

    void publish(String id, Misconception misconception) {
        misconceptions.put(id, misconception);
    }

    void withdrawMisconception(String id) {
        misconceptions.remove(id);
    }

    void publish(String id, Resource resource) {
        Resource before = resources.put(id, resource);
        if (before != null && !before.getLearningTopic().equals(resource.getLearningTopic())) {
            withdraw(id, before);
        }
        byLearningTopic
                .computeIfAbsent(resource.getLearningTopic(), unused -> new ConcurrentHashMap<>())
                .put(id, resource);
    }

    void withdrawResource(String id) {
        Resource before = resources.remove(id);
        if (before != null) {
            withdraw(id, before);
        }
    }

    private void withdraw(String id, Resource before) {
        byLearningTopic.getOrDefault(before.getLearningTopic(), Map.of()).remove(id);
    }
}
