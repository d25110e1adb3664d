package io.grasp.trainer.loop;

import io.grasp.model.tensor.Tensor;
import java.util.Map;

/**
 * Where a training stands between two update steps. Random numbers and the order of rows follow from seed and step, so
 * they have no place in it.
 *
 * @param parameters those that learn, by name
 * @param moments of the optimizer, by name
 */
record Checkpoint(State state, Map<String, Tensor> parameters, Map<String, Tensor> moments) {
    /** The format that this program writes. */
    static final int FORMAT = 1;

    /**
     * What is not a tensor.
     *
     * @param fingerprint of the rows, the base and the arguments that it belongs to
     * @param schedule what evaluations did to the learning rate
     * @param callbacks what callbacks remember, by class
     */
    record State(
            int format,
            String fingerprint,
            TrainerState trainer,
            LearningRateSchedule.State schedule,
            Map<String, Map<String, String>> callbacks) {
        public State {
            callbacks = Map.copyOf(callbacks);
        }
    }
}
