package io.grasp.model.encoder;

import io.grasp.model.EncodedInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows of some inputs, one after the other, and back: an input's vector is the mean of its windows' vectors.
 * They hold equally many tokens, so that each counts by its share of the text. Training and serving share it.
 */
public record InputWindows(List<EncodedInput> inputs) {
    public InputWindows {
        inputs = List.copyOf(inputs);
    }

    /** All windows, in the inputs' order; the inputs themselves if each is one window. */
    public List<EncodedInput> all() {
        return inputs.stream().flatMap(input -> input.windows().stream()).toList();
    }

    /**
     * Returns one vector an input, in order; for an input of one window the very vector of that window.
     *
     * @param ofWindows one vector for each of {@link #all}
     */
    public List<float[]> pooled(List<float[]> ofWindows) {
        List<float[]> vectors = new ArrayList<>(inputs.size());
        int next = 0;
        for (EncodedInput input : inputs) {
            int count = input.windows().size();
            vectors.add(count == 1 ? ofWindows.get(next) : mean(ofWindows.subList(next, next + count)));
            next += count;
        }
        return vectors;
    }

    private static float[] mean(List<float[]> vectors) {
        float[] mean = new float[vectors.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] vector : vectors) {
                sum += vector[i];
            }
            mean[i] = (float) (sum / vectors.size());
        }
        return mean;
    }
}
