package io.grasp.trainer.loop;

import ai.djl.ndarray.NDArray;
import io.grasp.model.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), as PyTorch computes it, and clipping by the norm of
 * all gradients together. Works on the parameters' own memory, a block at a time, so that each number passes through a
 * core once; blocks are shared out to all cores, which changes no bit of the result. Borrows the parameters. For one
 * thread.
 */
final class AdamW {
    private static final String FIRST_MOMENT = "exp_avg.";
    private static final String SECOND_MOMENT = "exp_avg_sq.";
    /** Floats that are dealt with at once: small enough for a core's cache. */
    private static final int BLOCK = 1 << 14;

    private final AdamWArguments arguments;
    private final List<Moments> all = new ArrayList<>();
    private int step;

    AdamW(AdamWArguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Takes a parameter on.
     *
     * @param decays whether it is pulled towards 0; biases and LayerNorms should not be
     * @param rate its learning rate, of the rates of a step
     */
    void add(String name, NDArray parameter, boolean decays, ToDoubleFunction<LearningRates> rate) {
        int size = Math.toIntExact(parameter.size());
        all.add(new Moments(
                name, parameter, new float[size], new float[size], decays ? arguments.weightDecay() : 0, rate));
    }

    /**
     * Changes every parameter by its gradient, unless the gradients are no finite numbers, and zeroes the gradients.
     *
     * @return the norm of all gradients together, before they were clipped
     */
    double step(LearningRates rates) {
        List<Block> blocks = blocks();
        double norm = norm(blocks);
        if (Double.isFinite(norm)) {
            step++;
            double rescale = arguments.maxGradNorm() > 0 ? Math.min(1, arguments.maxGradNorm() / (norm + 1e-6)) : 1;
            blocks.parallelStream().forEach(block -> block.update(rates, (float) rescale));
        }
        return norm;
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (Moments moments : all) {
            try (NDArray gradient = moments.parameter().getGradient()) {
                FloatBuffer values = memoryOf(moments.parameter());
                FloatBuffer gradients = memoryOf(gradient);
                for (int from = 0; from < moments.first().length; from += BLOCK) {
                    blocks.add(new Block(moments, values, gradients, from));
                }
            }
        }
        return blocks;
    }

    /** The array's own memory, which lives as long as the parameter does. */
    private static FloatBuffer memoryOf(NDArray array) {
        return array.toByteBuffer(true).asFloatBuffer();
    }

    /** Sums are added up in the order of blocks, whoever computed them. */
    private static double norm(List<Block> blocks) {
        double[] squares = blocks.parallelStream().mapToDouble(Block::squares).toArray();
        return Math.sqrt(Arrays.stream(squares).sum());
    }

    /** Returns how many steps were taken. */
    int steps() {
        return step;
    }

    /** Returns a copy of the moments, for a checkpoint. */
    SortedMap<String, Tensor> state() {
        SortedMap<String, Tensor> state = new TreeMap<>();
        for (Moments moments : all) {
            state.put(FIRST_MOMENT + moments.name(), moments.tensor(moments.first()));
            state.put(SECOND_MOMENT + moments.name(), moments.tensor(moments.second()));
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
            moments.restore(state, FIRST_MOMENT, moments.first());
            moments.restore(state, SECOND_MOMENT, moments.second());
        }
        step = steps;
    }

    /** A parameter with the running means of its gradient and of the gradient's square; lives inside the optimizer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Moments(
            String name,
            NDArray parameter,
            float[] first,
            float[] second,
            double decay,
            ToDoubleFunction<LearningRates> rate) {
        Tensor tensor(float[] moment) {
            return new Tensor(parameter.getShape().getShape(), moment.clone());
        }

        void restore(Map<String, Tensor> state, String which, float[] moment) {
            Tensor saved = state.get(which + name);
            if (saved == null || !saved.hasShape(parameter.getShape().getShape())) {
                throw new IllegalArgumentException(
                        "The checkpoint lacks %s in the shape %s".formatted(which + name, parameter.getShape()));
            }
            saved.values().get(moment);
        }
    }

    /** Part of a parameter and of its gradient. Two blocks share no memory. */
    private final class Block {
        private final Moments moments;
        private final FloatBuffer values;
        private final FloatBuffer gradients;
        private final int from;
        private final int size;

        Block(Moments moments, FloatBuffer values, FloatBuffer gradients, int from) {
            this.moments = moments;
            this.values = values;
            this.gradients = gradients;
            this.from = from;
            this.size = Math.min(BLOCK, moments.first().length - from);
        }

        double squares() {
            float[] gradient = new float[size];
            gradients.get(from, gradient);
            double sum = 0;
            for (float value : gradient) {
                sum += (double) value * value;
            }
            return sum;
        }

        void update(LearningRates rates, float rescale) {
            double rate = moments.rate().applyAsDouble(rates);
            float kept = (float) (1 - rate * moments.decay());
            float stepSize = (float) (rate / (1 - Math.pow(arguments.beta1(), step)));
            float secondBiasRoot = (float) Math.sqrt(1 - Math.pow(arguments.beta2(), step));
            float epsilon = (float) arguments.epsilon();
            float beta1 = (float) arguments.beta1();
            float beta2 = (float) arguments.beta2();
            float fresh1 = (float) (1 - arguments.beta1());
            float fresh2 = (float) (1 - arguments.beta2());
            float[] value = new float[size];
            float[] gradient = new float[size];
            values.get(from, value);
            gradients.get(from, gradient);
            float[] first = moments.first();
            float[] second = moments.second();
            for (int i = 0; i < size; i++) {
                float slope = gradient[i] * rescale;
                float mean = beta1 * first[from + i] + fresh1 * slope;
                float square = beta2 * second[from + i] + fresh2 * slope * slope;
                first[from + i] = mean;
                second[from + i] = square;
                value[i] = value[i] * kept - stepSize * mean / ((float) Math.sqrt(square) / secondBiasRoot + epsilon);
            }
            values.put(from, value);
            gradients.put(from, new float[size]);
        }
    }
}
