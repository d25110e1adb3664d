package io.grasp.trainer.loop;

import io.grasp.model.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a training stands between two update steps. Random numbers and the order of rows follow from seed and step, so
 * they have no place in it.
 *
 * @param parameters those that learn, by name
 * @param moments of the optimizer, by name
 */
record Checkpoint(State state, Map<String, Tensor> parameters, Map<String, Tensor> moments) {
    /** The format that this program writes. Format 1 was never released. */
    static final int FORMAT = 2;

    /**
     * What is not a tensor.
     *
     * @param fingerprint of the rows, the base and the arguments that it belongs to
     * @param schedule what evaluations did to the learning rate
     * @param loss of the steps since the last log
     * @param callbacks what callbacks remember, by class
     * @param labelOffsets by partition of the label log, the offset of the first label that is not among the rows;
     *     empty if rows came from a file
     */
    record State(
            int format,
            Fingerprint fingerprint,
            TrainerState trainer,
            LearningRateSchedule.State schedule,
            LossSoFar loss,
            Map<String, Map<String, String>> callbacks,
            Map<Integer, Long> labelOffsets) {
        public State {
            // sorted, so that the same state is the same file
            callbacks = Collections.unmodifiableMap(new TreeMap<>(callbacks));
            labelOffsets = Collections.unmodifiableMap(new TreeMap<>(labelOffsets));
        }
    }

    /** Whether every number in it is one. */
    boolean isFinite() {
        return isFinite(parameters) && isFinite(moments);
    }

    static boolean isFinite(Map<String, Tensor> tensors) {
        return tensors.values().stream().allMatch(Checkpoint::isFinite);
    }

    private static boolean isFinite(Tensor tensor) {
        FloatBuffer values = tensor.values();
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                return false;
            }
        }
        return true;
    }
}
