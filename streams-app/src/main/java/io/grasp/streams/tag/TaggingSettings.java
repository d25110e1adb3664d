package io.grasp.streams.tag;

import java.util.List;

/**
 * How submitted resources are tagged.
 *
 * @param tasks those that are asked of resources; each that the model has becomes a tag of its name
 */
public record TaggingSettings(List<String> tasks) {
    public TaggingSettings {
        tasks = List.copyOf(tasks);
    }
}
