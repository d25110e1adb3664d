package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.grasp.model.tensor.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BertEncoderGradientTest {
    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "distilbert"})
    void everyParameterCanLearn(String architecture) {
        EncoderFiles files = EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface", architecture));
        int padding = files.config().padTokenId();
        try (NDManager manager = PyTorchRuntime.newManager()) {
            Map<String, NDArray> parameters = new HashMap<>();
            files.config().parameterShapes().keySet().forEach(name -> {
                Tensor tensor = Objects.requireNonNull(files.weights().get(name));
                NDArray parameter = manager.create(tensor.toFloatArray(), new Shape(tensor.shape()));
                parameter.setRequiresGradient(true);
                parameters.put(name, parameter);
            });
            BertEncoder bert = new BertEncoder(files.config(), parameters);

            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray tokenIds = step.create(new int[] {2, 40, 41, 3, 2, 50, 3, padding}, new Shape(2, 4));
                NDArray mask = step.create(new float[] {0, 0, 0, 0, 0, 0, 0, -1e9f}, new Shape(2, 1, 1, 4));
                NDArray states = bert.forward(tokenIds, step.zeros(new Shape(2, 4), tokenIds.getDataType()), mask);
                // any loss but the plain sum, which a LayerNorm makes constant
                collector.backward(states.pow(3).sum());
            }

            // the same number is added to each score of a token, which its softmax takes out again
            parameters.keySet().removeIf(name -> name.endsWith(".key.bias") || name.endsWith(".k_lin.bias"));
            assertThat(parameters).allSatisfy((name, parameter) -> {
                try (NDArray gradient = parameter.getGradient()) {
                    assertThat(gradient.abs().sum().getFloat()).as(name).isGreaterThan(1e-3f);
                }
            });
        }
    }
}
