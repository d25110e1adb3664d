package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.grasp.model.TinyModel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BertEncoderGradientTest {
    @Test
    void everyParameterCanLearn() {
        EncoderFiles files = TinyModel.encoderFiles(1);
        try (NDManager manager = PyTorchRuntime.newManager()) {
            Map<String, NDArray> parameters = new HashMap<>();
            files.weights().forEach((name, tensor) -> {
                NDArray parameter = manager.create(tensor.toFloatArray(), new Shape(tensor.shape()));
                parameter.setRequiresGradient(true);
                parameters.put(name, parameter);
            });
            BertEncoder bert = new BertEncoder(files.config(), parameters);

            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray tokenIds = step.create(new int[] {2, 40, 41, 3, 2, 50, 3, 0}, new Shape(2, 4));
                NDArray mask = step.create(new float[] {0, 0, 0, 0, 0, 0, 0, -1e9f}, new Shape(2, 1, 1, 4));
                NDArray states = bert.forward(tokenIds, step.zeros(new Shape(2, 4), tokenIds.getDataType()), mask);
                // any loss but the plain sum, which a LayerNorm makes constant
                collector.backward(states.pow(3).sum());
            }

            // the same number is added to each score of a token, which its softmax takes out again
            parameters.keySet().removeIf(name -> name.endsWith(".key.bias"));
            assertThat(parameters).allSatisfy((name, parameter) -> {
                try (NDArray gradient = parameter.getGradient()) {
                    assertThat(gradient.abs().sum().getFloat()).as(name).isGreaterThan(1e-3f);
                }
            });
        }
    }
}
