package io.grasp.trainer.group;

import io.grasp.schemas.settings.KafkaSettings;

/**
 * Workers of which one trains at a time.
 *
 * @param name as it was set
 * @param modelName the model that they train; workers that train other models are another group
 */
public record WorkerGroup(KafkaSettings kafka, String name, String modelName) {
    /** Names the consumer group whose leader trains, and the transactions that only one of its members can end. */
    String id() {
        return kafka.topicPrefix() + name + "." + modelName;
    }
}
