package io.grasp.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.grasp.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch computes it, and clipping by the norm of
 * all gradients together. Owns the native memory of its moments until {@link #close}; borrows the parameters. For one
 * thread.
 */
final class AdamW implements AutoCloseable {
    private static final String FIRST_MOMENT = "exp_avg.";
    private static final String SECOND_MOMENT = "exp_avg_sq.";
    private static final float CLIPPED_BY_NORM_INSTEAD = -1;

    private final AdamWArguments arguments;
    private final NDManager memory;
    private final List<Moments> all = new ArrayList<>();
    private int step;

    AdamW(AdamWArguments arguments, NDManager parent) {
        this.arguments = arguments;
        this.memory = parent.newSubManager();
    }

    /**
     * Takes a parameter on.
     *
     * @param decays whether it is pulled towards 0; biases and LayerNorms should not be
     * @param rate its learning rate, of the rates of a step
     */
    void add(String name, NDArray parameter, boolean decays, ToDoubleFunction<LearningRates> rate) {
        NDArray first = memory.zeros(parameter.getShape());
        NDArray second = memory.zeros(parameter.getShape());
        all.add(new Moments(name, parameter, first, second, decays ? arguments.weightDecay() : 0, rate));
    }

    /**
     * Changes every parameter by its gradient, and zeroes the gradients.
     *
     * @return the norm of all gradients together, before they were clipped
     */
    double step(LearningRates rates) {
        step++;
        double norm = gradientNorm();
        double rescale = arguments.maxGradNorm() > 0 ? Math.min(1, arguments.maxGradNorm() / (norm + 1e-6)) : 1;
        double firstBias = 1 - Math.pow(arguments.beta1(), step);
        double secondBiasRoot = Math.sqrt(1 - Math.pow(arguments.beta2(), step));
        for (Moments moments : all) {
            double rate = moments.rate().applyAsDouble(rates);
            try (NDArray gradient = moments.parameter().getGradient()) {
                moments.parameter()
                        .getNDArrayInternal()
                        .adamUpdate(
                                new NDList(moments.parameter(), gradient, moments.first(), moments.second()),
                                new NDList(moments.parameter()),
                                (float) rate,
                                (float) (rate * secondBiasRoot / firstBias),
                                (float) moments.decay(),
                                (float) rescale,
                                CLIPPED_BY_NORM_INSTEAD,
                                (float) arguments.beta1(),
                                (float) arguments.beta2(),
                                // the engine adds it to the uncorrected root; PyTorch to the corrected one
                                (float) (arguments.epsilon() * secondBiasRoot),
                                false,
                                true);
            }
        }
        return norm;
    }

    private double gradientNorm() {
        double squares = 0;
        for (Moments moments : all) {
            try (NDArray gradient = moments.parameter().getGradient();
                    NDArray norm = gradient.norm()) {
                double value = norm.getFloat();
                squares += value * value;
            }
        }
        return Math.sqrt(squares);
    }

    /** Returns how many steps were taken. */
    int steps() {
        return step;
    }

    /** Returns a copy of the moments, for a checkpoint. */
    SortedMap<String, Tensor> state() {
        SortedMap<String, Tensor> state = new TreeMap<>();
        for (Moments moments : all) {
            state.put(FIRST_MOMENT + moments.name(), tensor(moments.first()));
            state.put(SECOND_MOMENT + moments.name(), tensor(moments.second()));
        }
        return state;
    }

    /**
     * Goes on from a checkpoint.
     *
     * @param steps how many had been taken
     */
    void restore(Map<String, Tensor> state, int steps) {
        for (Moments moments : all) {
            copy(state, FIRST_MOMENT + moments.name(), moments.first());
            copy(state, SECOND_MOMENT + moments.name(), moments.second());
        }
        step = steps;
    }

    @Override
    public void close() {
        memory.close();
    }

    private static Tensor tensor(NDArray array) {
        return new Tensor(array.getShape().getShape(), array.toFloatArray());
    }

    private static void copy(Map<String, Tensor> state, String name, NDArray target) {
        Tensor tensor = state.get(name);
        if (tensor == null || !tensor.hasShape(target.getShape().getShape())) {
            throw new IllegalArgumentException(
                    "The checkpoint lacks %s in the shape %s".formatted(name, target.getShape()));
        }
        target.set(tensor.values());
    }

    private record Moments(
            String name,
            NDArray parameter,
            NDArray first,
            NDArray second,
            double decay,
            ToDoubleFunction<LearningRates> rate) {}
}
