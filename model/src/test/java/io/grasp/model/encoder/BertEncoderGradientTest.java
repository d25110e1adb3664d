package io.grasp.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.grasp.model.EncodedInput;
import io.grasp.model.ModelInput;
import io.grasp.model.tensor.Tensor;
import io.grasp.model.text.TextTokenizer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BertEncoderGradientTest {
    @ParameterizedTest
    @CsvSource({"bert, BIDIRECTIONAL", "roberta, BIDIRECTIONAL", "distilbert, BIDIRECTIONAL", "bert, TEXT_TO_CONTEXT"})
    void everyParameterCanLearn(String architecture, Attention attention) {
        EncoderFiles files = EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface", architecture));
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
                PaddedBatch batch = new PaddedBatch(List.of(
                        new EncodedInput(new int[] {2, 40, 41, 3}, new int[4], 2, 3),
                        new EncodedInput(new int[] {2, 50, 3}, new int[3], 1, 2)));
                NDArray states =
                        bert.forward(bert.embed(batch, step), new PaddedLayout(batch, attention, files.config(), step));
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

    /** Between the two passes of a training step Java may free what it alone holds, and others may take its place. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aGradientReadsNothingThatJavaHasFreed(int frozenLayers) {
        EncoderFiles files = EncoderFiles.fromDirectory(Path.of("src/test/resources/huggingface/bert"));
        Map<String, float[]> undisturbed = gradients(files, frozenLayers, () -> {});
        List<ByteBuffer> others = new ArrayList<>();
        Map<String, float[]> disturbed = gradients(files, frozenLayers, () -> {
            for (int round = 0; round < 5; round++) {
                System.gc();
                for (int i = 0; i < 2_000; i++) {
                    others.add(ByteBuffer.allocateDirect(Float.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .putFloat(0, 1e6f));
                }
            }
        });
        assertThat(others).isNotEmpty();
        assertThat(disturbed.keySet()).isEqualTo(undisturbed.keySet());
        assertThat(disturbed)
                .allSatisfy((name, gradient) -> assertThat(gradient).as(name).isEqualTo(undisturbed.get(name)));
    }

    private static Map<String, float[]> gradients(EncoderFiles files, int frozenLayers, Runnable betweenThePasses) {
        List<EncodedInput> tokens = new ArrayList<>();
        try (TextTokenizer tokenizer = new TextTokenizer(files.tokenizerJson())) {
            tokens.add(tokenizer.encode(ModelInput.ofText("one two"), 16));
            tokens.add(tokenizer.encode(ModelInput.ofText("three"), 16));
        }
        int layers = files.config().layers();
        try (FrozenLayers frozen = new FrozenLayers(files, frozenLayers, Attention.BIDIRECTIONAL);
                TrainableEncoder encoder = new TrainableEncoder(
                        files,
                        Reading.bidirectional(Pooling.MEAN, 64),
                        new TrainedParts(layers - frozenLayers, frozenLayers == 0),
                        Dropout.NONE,
                        tokens);
                NDManager step = encoder.newScratch()) {
            HiddenStates[] states = frozen.pass(tokens);
            List<EncoderInput> inputs = new ArrayList<>();
            for (int i = 0; i < states.length; i++) {
                inputs.add(new EncoderInput(tokens.get(i), frozenLayers == 0 ? null : states[i]));
            }
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray vectors = encoder.embedForTraining(inputs, step);
                NDArray loss = vectors.mul(vectors).mul(vectors).sum();
                betweenThePasses.run();
                collector.backward(loss);
            }
            Map<String, float[]> gradients = new HashMap<>();
            encoder.trained().forEach((name, parameter) -> {
                try (NDArray gradient = parameter.getGradient()) {
                    gradients.put(name, gradient.toFloatArray());
                }
            });
            return gradients;
        }
    }
}
