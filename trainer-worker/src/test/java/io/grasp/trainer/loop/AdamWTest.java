package io.grasp.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.grasp.model.encoder.PyTorchRuntime;
import io.grasp.model.tensor.Tensor;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Against the formula, in doubles (Loshchilov and Hutter 2019, algorithm 2, with the schedule multiplier in the rate).
 */
class AdamWTest {
    private static final double RATE = 0.1;
    private static final LearningRates RATES = new LearningRates(RATE, 10);

    private final NDManager memory = PyTorchRuntime.newManager();
    private final NDArray parameter = memory.create(new float[] {1, -2, 0.5f});

    {
        parameter.setRequiresGradient(true);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void stepsFollowTheFormula() {
        AdamW optimizer = optimizer(new AdamWArguments(0.8, 0.9, 1e-3, 0.05, 0), true);
        double[] expected = {1, -2, 0.5};
        double[] first = new double[3];
        double[] second = new double[3];
        for (int step = 1; step <= 4; step++) {
            double[] gradient = {step, -3, 0.01 * step};
            apply(gradient);
            optimizer.step(RATES);
            for (int i = 0; i < 3; i++) {
                first[i] = 0.8 * first[i] + 0.2 * gradient[i];
                second[i] = 0.9 * second[i] + 0.1 * gradient[i] * gradient[i];
                double root = Math.sqrt(second[i] / (1 - Math.pow(0.9, step))) + 1e-3;
                expected[i] = expected[i] * (1 - RATE * 0.05) - RATE * first[i] / (1 - Math.pow(0.8, step)) / root;
            }
            assertValues(expected);
        }
    }

    @Test
    void whatDoesNotDecayIsLeftAloneByAZeroGradient() {
        AdamW optimizer = optimizer(new AdamWArguments(0.9, 0.999, 1e-8, 0.5, 1), false);
        apply(0, 0, 0);
        optimizer.step(RATES);
        assertValues(1, -2, 0.5);
    }

    @Test
    void aLongGradientIsShortenedWhicheverWayItPoints() {
        AdamW optimizer = optimizer(new AdamWArguments(0, 0, 1, 0, 1), false);
        apply(-30, 40, 0);

        assertThat(optimizer.step(new LearningRates(1, 1))).as("its norm").isCloseTo(50, within(1e-4));

        // without memory the step is g / (|g| + 1), with g of norm 1
        assertValues(1 + 0.6 / 1.6, -2 - 0.8 / 1.8, 0.5);
    }

    @Test
    void aShortGradientIsNotLengthened() {
        AdamW optimizer = optimizer(new AdamWArguments(0, 0, 1, 0, 1), false);
        apply(0.3, -0.4, 0);
        optimizer.step(new LearningRates(1, 1));
        assertValues(1 - 0.3 / 1.3, -2 + 0.4 / 1.4, 0.5);
    }

    @Test
    void headsMayLearnFasterThanTheEncoder() {
        AdamW optimizer = new AdamW(new AdamWArguments(0, 0, 1, 0, 0));
        optimizer.add("p", parameter, false, LearningRates::heads);
        apply(1, 0, 0);
        optimizer.step(new LearningRates(0.1, 1));
        assertValues(0.5, -2, 0.5);
    }

    @Test
    void whoGoesOnFromACheckpointTakesTheSameSteps() {
        AdamWArguments arguments = new AdamWArguments(0.9, 0.999, 1e-8, 0.01, 1);
        AdamW optimizer = optimizer(arguments, true);
        apply(1, 2, 3);
        optimizer.step(RATES);
        SortedMap<String, Tensor> state = optimizer.state();
        float[] atCheckpoint = parameter.toFloatArray();
        apply(-1, 0.5, 0);
        optimizer.step(RATES);
        float[] uninterrupted = parameter.toFloatArray();

        parameter.set(atCheckpoint);
        AdamW resumed = optimizer(arguments, true);
        resumed.restore(state, 1);
        apply(-1, 0.5, 0);
        resumed.step(RATES);

        assertThat(parameter.toFloatArray()).isEqualTo(uninterrupted);
    }

    @Test
    void aCheckpointOfAnotherModelIsRefused() {
        AdamW optimizer = optimizer(new AdamWArguments(0.9, 0.999, 1e-8, 0, 1), true);
        assertThatThrownBy(() -> optimizer.restore(Map.of(), 3)).hasMessageContaining("exp_avg.p");
    }

    private AdamW optimizer(AdamWArguments arguments, boolean decays) {
        AdamW optimizer = new AdamW(arguments);
        optimizer.add("p", parameter, decays, LearningRates::encoder);
        return optimizer;
    }

    /** Gives the parameter this gradient, on top of what it has. */
    private void apply(double... gradient) {
        float[] slopes = new float[gradient.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) gradient[i];
        }
        try (NDManager scratch = memory.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(scratch.create(slopes).mul(parameter).sum());
        }
    }

    private void assertValues(double... expected) {
        float[] actual = parameter.toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
        }
    }
}
