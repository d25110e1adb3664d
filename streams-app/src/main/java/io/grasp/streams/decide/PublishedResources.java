package io.grasp.streams.decide;

import io.grasp.events.Resource;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The catalog's resources, for steps that look one up; each instance has them all, as of a moment ago. */
public final class PublishedResources {
    private final ReadOnlyKeyValueStore<String, Resource> resources;

    private PublishedResources(ReadOnlyKeyValueStore<String, Resource> resources) {
        this.resources = resources;
    }

    /** The catalog as a step of this context sees it. */
    public static PublishedResources seenFrom(ProcessingContext context) {
        return new PublishedResources(context.getStateStore(DecideStep.RESOURCES));
    }

    /** Returns the resource if it is published. */
    public Optional<Resource> find(String resourceId) {
        return Optional.ofNullable(resources.get(resourceId));
    }
}
